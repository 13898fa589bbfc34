import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(new File(basedir, 'report.json'))
assert report.file == 'context/Dockerfile'
assert report.errors.size() == 1
assert report.errors[0].line == 2 && report.errors[0].message =~ /(?i)did you mean.*COPY/
assert report.warnings.collect { [it.rule, it.line] } == [['LegacyKeyValueFormat', 3]]

def log = new File(basedir, 'build.log').text
assert log =~ /ERROR: context\/Dockerfile:2:1: /
assert log =~ /WARNING: context\/Dockerfile:3:\d+: LegacyKeyValueFormat: /
assert log.contains('1 warning, 1 error')
assert log.contains("no goal of this plugin knows the property 'baci.chek.format', which has no effect (did you mean baci.check.format?)")
return true
