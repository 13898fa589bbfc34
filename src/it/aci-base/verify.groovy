import io.github.baci.testing.*

def valid = { String path ->
  def actool = Actool.validate(new File(basedir, path).toPath())
  assert actool.exitCode() == 0 && actool.output().isEmpty() : actool.output()
}
// What the tests take for ACIs are some: the specification's own validator says so.
valid('bases/files.aci')
valid('bases/runtime.aci')

def (refused, built) = new File(basedir, 'build.log').text.split('BUILD FAILURE', 2) as List
assert !refused.contains('is signed by')
assert built =~ /runtime\.aci\.asc' was made with the key [0-9A-F]{16}, which is not among the trusted ones in \['.*other\.asc'\]/
assert built =~ /example\.com\/runtime is signed by Signer of a test <test@example\.org> \([0-9A-F]{40}\)/
assert built.contains('example.com/files is signed by')

def image = new File(basedir, 'target/aci-base-1.0.aci')
valid('target/aci-base-1.0.aci')
def aci = AciContents.of(image.toPath())
assert aci.entries().keySet().findAll { !it.endsWith('manifest') && it != 'rootfs' } ==
  ['rootfs/bin', 'rootfs/bin/serve', 'rootfs/etc', 'rootfs/etc/motd', 'rootfs/etc/hosts'] as Set
assert aci.file('/etc/motd').text() == 'Open all day.\n'
assert aci.file('/etc/hosts').text() == 'base'
def app = aci.manifest().get('app')
assert app.get('exec').toString() == '["/bin/serve"]'
assert app.get('user').asText() == '100'
assert app.get('ports').get(0).get('name').asText() == 'web'
assert app.get('isolators').get(0).get('name').asText() == 'resource/memory'
assert !aci.manifest().has('dependencies') && !aci.manifest().has('pathWhitelist')
return true
