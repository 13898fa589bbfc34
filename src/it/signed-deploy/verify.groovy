import io.github.baci.testing.*

def directory = new File(basedir, 'releases/org/example/signed-deploy/1.0')
def image = new File(directory, 'signed-deploy-1.0.aci')
def signature = new File(directory, 'signed-deploy-1.0.aci.asc')
assert image.bytes == new File(basedir, 'target/signed-deploy-1.0.aci').bytes
assert signature.text.startsWith('-----BEGIN PGP SIGNATURE-----')

// The signature by the judge that Debian's package manager uses.
def gpgv = { File file ->
  Command.of('gpgv', '--keyring', new File(basedir, 'public-key.gpg').path, signature.path, file.path).run()
}
def good = gpgv(image)
assert good.exitCode() == 0 && good.output() =~ /using RSA key/ && good.output() =~ /Good signature/ : good.output()

// One byte more, and the signature is of something else.
def changed = new File(basedir, 'target/changed.aci')
changed.bytes = image.bytes
changed << 'x'
def bad = gpgv(changed)
assert bad.exitCode() == 1 && bad.output() =~ /BAD signature/ : bad.output()

// The project that took it as its base: with the key of the signer, and with another one.
def log = new File(basedir, 'build.log').text
assert AciContents.of(new File(basedir, 'consumer/target/consumer-1.0.aci').toPath()).file('/pom.xml') != null
assert log =~ /maven:\/\/org\.example:signed-deploy:1\.0: .* which is not among the trusted ones/
assert !log.contains('\tat io.github.baci')
return true
