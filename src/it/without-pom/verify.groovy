import io.github.baci.testing.*

def aci = AciContents.of(new File(basedir, 'out.aci').toPath())
assert aci.file('/one.txt').text() == 'one\n'
assert aci.manifest().get('name').asText() == 'example.org/bare'
assert (basedir.list() as Set) - ['.mvn', 'build.log', 'prepare.log', 'verify.log', 'invoker.properties', 'verify.groovy'] == ['context', 'out.aci'] as Set
// The image that was just built is the one that the next goal of the call means.
assert new File(basedir, 'build.log').text =~ /(?s)baci-maven-plugin:[^ ]*:inspect.*example\.org\/bare/
return true
