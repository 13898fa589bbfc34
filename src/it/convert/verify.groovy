import groovy.json.JsonSlurper
import io.github.baci.testing.*

def docker = AciContents.of(new File(basedir, 'target/image.docker.tar').toPath())
def image = new JsonSlurper().parse(docker.entries()['manifest.json'].content())[0]
assert image.RepoTags == ['org.example/convert:1.0']
def config = new JsonSlurper().parse(docker.entries()[image.Config].content())
assert config.config.Entrypoint == ['/srv/Dockerfile']
assert config.config.WorkingDir == '/srv'
assert AciContents.of(new File(basedir, 'target/image.oci.tar').toPath()).entries().containsKey('oci-layout')

def back = AciContents.of(new File(basedir, 'target/back').toPath())
assert back.manifest().get('name').asText() == 'org.example/convert'
assert back.file('/srv/Dockerfile').mode() == 0750

def difference = new JsonSlurper().parse(new File(basedir, 'target/difference.json')).difference
assert difference.files == []
assert difference.fields.every { it.field.startsWith('annotations.appc.io/docker/') }

def log = new File(basedir, 'build.log').text
assert log =~ /image\.docker\.tar \([0-9.]+ kB\)/
assert log =~ /Config digest sha256:[0-9a-f]{64}/
assert log =~ /Image ID sha512-[0-9a-f]{128}/
assert log =~ /image\.zip' does not tell its format/
assert !log.contains('\tat io.github.baci')
return true
