import groovy.json.JsonSlurper
import io.github.baci.testing.*

def deployed = new File(basedir, 'releases/org/example/oci-archive/1.0/oci-archive-1.0.oci.tar')
assert deployed.bytes == new File(basedir, 'target/oci-archive-1.0.oci.tar').bytes
assert new File(basedir, 'releases/org/example/oci-archive/1.0/oci-archive-1.0.aci').exists()

def properties = new Properties()
new File(basedir, 'target/baci/image.properties').withInputStream { properties.load(it) }
assert properties['file'] == 'oci-archive-1.0.aci'
assert properties['imageId'].startsWith('sha512-')
assert properties['oci.file'] == 'oci-archive-1.0.oci.tar'
assert properties['oci.size'] as long == deployed.length()

def inspect = { String image, String... more ->
  new JsonSlurper().parseText(Command.of('skopeo', 'inspect').with(more).with('oci-archive:' + image).succeed())
}
def image = inspect("$deployed:2_a")
assert image.Digest == properties['oci.manifestDigest']
assert image.Layers.size() == 2
def config = inspect("$deployed", '--config')
assert config.config.WorkingDir == '/site'
assert config.history.collect { it.empty_layer ?: false } == [false, false, true]
assert config.created == '2026-01-02T03:04:05Z'
def manifest = inspect("$deployed", '--raw')
assert manifest.annotations['org.opencontainers.image.title'] == 'The site'
assert manifest.layers.every { it.mediaType.endsWith('+gzip') }

def log = new File(basedir, 'build.log').text
assert log.count('target/oci-archive-1.0.oci.tar (') == 2
assert log =~ /oci-archive-1.0.oci.tar \(.*, up to date\)/
assert log.contains('Manifest digest ' + properties['oci.manifestDigest'])

assert !new File(basedir, 'target/oci-archive-1.0-zstd.aci').exists()
def zstd = inspect(new File(basedir, 'target/oci-archive-1.0-zstd.oci.tar').path, '--raw')
assert zstd.layers.every { it.mediaType.endsWith('+zstd') }
def alone = new Properties()
new File(basedir, 'target/baci/image-zstd.properties').withInputStream { alone.load(it) }
assert alone['file'] == null && alone['oci.file'] == 'oci-archive-1.0-zstd.oci.tar'
return true
