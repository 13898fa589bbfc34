import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(new File(basedir, 'target/baci.sarif'))
assert report.version == '2.1.0'
assert report.runs.size() == 1
def run = report.runs[0]
assert run.tool.driver.name == 'baci'

def rules = run.tool.driver.rules
assert run.results.every { rules[it.ruleIndex].id == it.ruleId }
assert run.results.every { it.level == 'warning' && it.message.text }
assert run.results.collect { it.ruleId } ==
    ['JSONArgsRecommended', 'CopyIgnoredFile', 'CopyIgnoredFile', 'WorkdirRelativePath']

def places = run.results.collect { it.locations[0].physicalLocation }
assert places.collect { it.region.startLine } == [2, 4, 4, 5]
assert places[1].region.startColumn == 6
assert places[2].region.startColumn == 16

// The file is found from the root that the report names, wherever that is.
def root = new URI(run.originalUriBaseIds['%SRCROOT%'].uri)
assert places.every { it.artifactLocation.uriBaseId == '%SRCROOT%' }
assert places.every { new File(root.resolve(it.artifactLocation.uri)) == new File(basedir, 'app/Dockerfile') }

def log = new File(basedir, 'build.log').text
assert log.contains('4 warnings, 0 errors')
assert !log.contains('\tat io.github.baci')
assert new File(basedir, 'target/strict.sarif').text == new File(basedir, 'target/baci.sarif').text
return true
