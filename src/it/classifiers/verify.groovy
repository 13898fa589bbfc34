import io.github.baci.testing.*

def directory = new File(localRepositoryPath, 'org/example/classifiers/1.0')
def full = AciContents.of(new File(directory, 'classifiers-1.0.aci').toPath())
def slim = new File(directory, 'classifiers-1.0-slim.aci')
assert full.entries().keySet() == ['manifest', 'rootfs', 'rootfs/a.txt', 'rootfs/b.txt'] as Set
assert AciContents.of(slim.toPath()).entries().keySet() == ['manifest', 'rootfs', 'rootfs/a.txt'] as Set
assert slim.bytes[1..4] == [0x37, 0x7a, 0x58, 0x5a] : 'not xz'
assert new File(basedir, 'target/baci/image.properties').isFile()
assert new File(basedir, 'target/baci/image-slim.properties').isFile()
return true
