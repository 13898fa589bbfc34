def log = new File(basedir, 'build.log').text
assert log =~ /Dockerfile:2\b/
assert log.contains('settings.yml')
assert !log.contains('\tat io.github.baci')
return true
