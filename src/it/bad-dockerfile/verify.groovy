def log = new File(basedir, 'build.log').text
assert log =~ /Dockerfile:2:1\b/
assert log.contains('COPPY a /')
assert log =~ /(?i)did you mean.*COPY/
assert log =~ /Dockerfile:4:\d+/
assert log =~ /(?i)did you mean.*from/
assert !log.contains('\tat io.github.baci')
assert !new File(basedir, 'target/bad-dockerfile-1.0.aci').exists()
return true
