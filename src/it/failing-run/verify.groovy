import io.github.baci.testing.*

def log = new File(basedir, 'build.log').text
def failed = log.substring(log.indexOf('FAILED'))
assert failed =~ /Dockerfile:4\b/
assert failed =~ /exit code:? 3/
assert failed.contains('the reason')
assert failed.contains('on stderr')
assert !log.contains('\tat io.github.baci')
// What the first build made is still whole.
AciContents.of(new File(basedir, 'target/failing-run-1.0.aci').toPath()).file('/bin/busybox')
return true
