import io.github.baci.testing.*

def deployed = new File(basedir, 'releases/org/example/difference/1.0')
def file = new File(deployed, 'difference-1.0-base.aci').toPath()
def base = AciContents.of(file)
def difference = AciContents.of(new File(deployed, 'difference-1.0.aci').toPath())
def flat = AciContents.of(new File(basedir, 'target/flat.aci').toPath())

assert difference.entries().keySet() ==
    ['manifest', 'rootfs', 'rootfs/bin', 'rootfs/bin/hello', 'rootfs/etc', 'rootfs/etc/added'] as Set
def dependency = difference.manifest().at('/dependencies/0')
assert dependency.path('imageName').asText() == 'org.example/difference-base'
assert dependency.path('size').asLong() == file.toFile().length()
assert !difference.manifest().path('pathWhitelist').collect { it.asText() }.contains('/etc/localtime')
assert ReferenceRendering.upwards([base, difference]) == ReferenceRendering.upwards([flat])
assert new File(basedir, 'build.log').text.contains('hello from one, without a time zone')
return true
