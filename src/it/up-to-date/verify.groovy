def log = new File(basedir, 'build.log').text
def builds = log.split('Running post-build|BUILD SUCCESS')
assert builds.length >= 4 : log
assert builds[0].contains('COPY content /content/')
assert !builds[0].contains('up to date')
assert builds[1].contains(', up to date)')
assert builds[2].count('CACHED') >= 2 || builds[2].contains('up to date')
def ids = (log =~ /Image ID (sha512-[0-9a-f]+)/).collect { it[1] }
assert ids.size() == 3
assert ids.toSet().size() == 1
return true
