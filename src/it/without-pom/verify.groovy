import io.github.baci.testing.*

def aci = AciContents.of(new File(basedir, 'out.aci').toPath())
assert aci.file('/one.txt').text() == 'one\n'
assert aci.manifest().get('name').asText() == 'example.org/bare'
assert (basedir.list() as Set) - ['.mvn', 'build.log', 'prepare.log', 'verify.log', 'invoker.properties', 'verify.groovy'] == ['context', 'out.aci'] as Set
return true
