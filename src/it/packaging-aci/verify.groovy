import io.github.baci.testing.*

def installed = new File(localRepositoryPath, 'org/example/packaging-aci/1.0/packaging-aci-1.0.aci')
def aci = AciContents.of(installed.toPath())
assert aci.entries().keySet() == ['manifest', 'rootfs', 'rootfs/site', 'rootfs/site/index.html', 'rootfs/site/keep.bak'] as Set
assert aci.file('/site/index.html').text() == '<h1>Hello</h1>\n'
assert aci.manifest().get('name').asText() == 'example.org/site'
def actool = Actool.validate(installed.toPath())
assert actool.exitCode() == 0 && actool.output().isEmpty() : actool.output()
return true
