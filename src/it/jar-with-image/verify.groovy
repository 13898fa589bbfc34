import io.github.baci.testing.*

def installed = new File(localRepositoryPath, 'org/example/jar-with-image/1.0/jar-with-image-1.0.aci')
def built = new File(basedir, 'target/jar-with-image-1.0.aci')
assert installed.bytes == built.bytes
assert new File(localRepositoryPath, 'org/example/jar-with-image/1.0/jar-with-image-1.0.jar').isFile()

def actool = Actool.validate(built.toPath())
assert actool.exitCode() == 0 && actool.output().isEmpty() : actool.output()

def aci = AciContents.of(built.toPath())
def jar = aci.file('/app/app.jar')
assert jar.content() == new File(basedir, 'target/jar-with-image-1.0.jar').bytes
assert [jar.uid(), jar.gid(), jar.mode()] == [7, 8, 0640]

def manifest = aci.manifest()
assert manifest.get('name').asText() == 'org.example/jar-with-image'
def named = { list -> list.collectEntries { [it.get('name').asText(), it.get('value')] } }
def labels = named(manifest.get('labels'))
assert labels['version'].asText() == '1.0'
assert labels['channel'].asText() == 'beta'
assert labels['os'].asText() == 'linux'
def annotations = named(manifest.get('annotations'))
assert annotations['homepage'].asText() == 'https://example.org/'
assert annotations['example.org/team'].asText() == 'shop'
def app = manifest.get('app')
assert app.get('exec').collect { it.asText() } == ['/bin/java', '-jar', 'app.jar']
assert [app.get('user').asText(), app.get('group').asText()] == ['7', '8']
assert app.get('workingDirectory').asText() == '/app'
def environment = named(app.get('environment')).collectEntries { k, v -> [k, v.asText()] }
assert environment['GREETING'] == 'from the pom'
assert environment['EMPTY'] == '[]'
assert environment['LEVEL'] == '3'
assert named(app.get('isolators'))['resource/memory'].get('limit').asText() == '1G'
def handler = app.get('eventHandlers').get(0)
assert handler.get('name').asText() == 'pre-start'
assert handler.get('exec').collect { it.asText() } == ['/bin/prepare', '--quick']
assert app.get('ports').collect { it.get('name').asText() } == ['http']
assert app.get('mountPoints').collect { [it.get('name').asText(), it.get('path').asText()] } == [['orders', '/var/shop']]

def recorded = new Properties()
new File(basedir, 'target/baci/image.properties').withReader('UTF-8') { recorded.load(it) }
assert recorded['file'] == 'jar-with-image-1.0.aci'
assert recorded['size'] == built.length().toString()
def log = new File(basedir, 'build.log').text
assert log.contains('Image ID ' + recorded['imageId'])
assert recorded['imageId'] ==~ /sha512-[0-9a-f]{128}/
return true
