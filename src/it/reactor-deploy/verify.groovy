import io.github.baci.testing.*

def deployed = new File(basedir, 'releases/org/example/shop/image/2.1/image-2.1.aci')
def resolved = new File(basedir, 'consumer/target/dependency/image-2.1.aci')
assert resolved.bytes == deployed.bytes
def aci = AciContents.of(resolved.toPath())
assert aci.file('/app.jar').content() == new File(basedir, 'app/target/app-2.1.jar').bytes
def log = new File(basedir, 'build.log').text
assert log =~ /Skipped: there is no .*reactor-deploy\/Dockerfile/
assert log =~ /Skipped: there is no .*reactor-deploy\/app\/Dockerfile/
assert !(log =~ /Skipped: there is no .*reactor-deploy\/image\/Dockerfile/)
return true
