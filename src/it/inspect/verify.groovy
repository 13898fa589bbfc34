import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.contains('[INFO] platform  linux/')
assert log.contains('"name" : "org.example/inspect"')
assert log.contains('[INFO]    2  COPY --chmod=640 app/ /srv/')
assert log.contains('[INFO]       + /srv/hello.txt  6 B')
assert log.contains('[INFO]       ~ /srv/color.txt  mode 0640 -> 0755, size 14 B -> 4 B, content')
assert log =~ /\[INFO\]       drw-r-----   0:0      10 B \S+ \/srv\//

def report = new JsonSlurper().parse(new File(basedir, 'target/difference.json'))
assert report.image.endsWith('inspect-1.0-blue.aci')
assert report.tree.files*.path == ['/srv/color.txt']
assert report.steps*.changes*.path.flatten() == ['/srv/color.txt', '/srv/color.txt']
assert report.difference.against == 'target/inspect-1.0.aci'
assert report.difference.fields.find { it.field == 'app.environment.COLOR' }.after == 'blue'
def change = report.difference.files[0]
assert change.path == '/srv/color.txt' && change.change == 'changed'
assert change.aspects.containsAll(['size', 'content'])
assert change.before.size == 4 && change.after.size == 5

assert log =~ /there is no image .*no-such\.aci/
assert !log.contains('\tat io.github.baci')
return true
