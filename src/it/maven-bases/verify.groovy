import io.github.baci.testing.*

def log = new File(basedir, 'build.log').text
assert log.count('hello from the base, in /srv\n') == 2

def deployed = new File(basedir, 'releases/org/example/bases/base/3.0/base-3.0.aci')
assert deployed.bytes == new File(basedir, 'base/target/base-3.0.aci').bytes
def fetched = new File(basedir, 'checkout/repository/org/example/bases/base/3.0/base-3.0.aci')
assert fetched.bytes == deployed.bytes
assert !new File(basedir, '../../it-repo/org/example/bases/base/3.0').exists()

def app = AciContents.of(new File(basedir, 'checkout/app/target/app-3.0.aci').toPath())
assert app.file("/etc/base").content() == "the base\n".bytes
assert app.file('/bin/busybox') != null
assert new File(basedir, 'checkout/other-store/layers').isDirectory()

assert log.contains('maven://org.example.bases:base:3.0: the module base is in this run, but nothing says that it is built before undeclared; declare it as a dependency: <type>aci</type> and <scope>provided</scope>')
assert !log.contains('\tat io.github.baci')
return true
