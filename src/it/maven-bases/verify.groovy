import io.github.baci.testing.*

def log = new File(basedir, 'build.log').text
assert log.count('hello from the base, in /srv\n') == 2

def deployed = new File(basedir, 'releases/org/example/bases/base/3.0/base-3.0.aci')
assert deployed.bytes == new File(basedir, 'base/target/base-3.0.aci').bytes
def fetched = new File(basedir, 'checkout/repository/org/example/bases/base/3.0/base-3.0.aci')
assert fetched.bytes == deployed.bytes
assert new File(fetched.parentFile, 'base-3.0.oci.tar').isFile()
assert !new File(basedir, '../../it-repo/org/example/bases/base/3.0').exists()

['app-3.0.aci', 'offline.aci'].each { name ->
    def app = AciContents.of(new File(basedir, "checkout/app/target/$name").toPath())
    assert app.file('/etc/base').content() == 'the base\n'.bytes
    assert app.file('/etc/base-of-oci').content() == 'the base\n'.bytes
    assert app.file('/bin/busybox') != null
}
assert new File(basedir, 'checkout/other-store/layers').isDirectory()

assert log.contains('maven://org.example.bases:base:3.0: the module base is in this run, but nothing says that it is built before undeclared; declare it as a dependency: <type>aci</type> and <scope>provided</scope>')
assert log.contains('maven://no-such: the project declares no dependency of that artifactId with type aci or oci; declare it, or write maven://groupId:artifactId:version')
// Maven's own words, which are others when it remembers an earlier run.
assert log =~ /maven:\/\/org\.example\.bases:no-such:1\.0: .*org\.example\.bases:no-such:aci:1\.0 /
assert log.contains('maven://org.example.bases:base:3.0: the module base has built no image of type aci in this run; does it bind baci:build, and does the run reach that phase (package)?')
assert !log.contains('\tat io.github.baci')
return true
