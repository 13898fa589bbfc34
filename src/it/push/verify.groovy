import groovy.json.JsonSlurper
import io.github.baci.testing.*

def registry = context.get('registry')
def push = new Properties()
new File(basedir, 'target/baci/push.properties').withInputStream { push.load(it) }
def log = new File(basedir, 'build.log').text
def digest = push['digest']
assert digest.startsWith('sha256:')
def first = "${registry.host()}/shop/app:1.0@$digest"
assert push['image.1'] == first
assert push['image.2'] == "${registry.host()}/shop/app:latest@$digest"
def there = new JsonSlurper().parseText(
  Command.of('skopeo', 'inspect', '--tls-verify=false', '--creds', "${LoopbackRegistry.USER}:${LoopbackRegistry.PASSWORD}".toString(),
    "docker://${registry.host()}/shop/app:latest".toString()).succeed())
assert there.Digest == digest

assert log =~ /Pushed .*shop.app:1.0 \(/
assert log.contains("$first (2 blobs sent")
assert log.contains("$first (nothing was missing)")
assert log.contains('Maven is offline')
assert log.contains('without the format oci')
registry.close()
return true
