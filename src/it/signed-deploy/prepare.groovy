import io.github.baci.testing.SigningKey

// A release is never asked for again: what an earlier run has resolved goes.
new File(localRepositoryPath, 'org/example/signed-deploy').deleteDir()

// The signer has the private key, and the judge the public one.
def key = SigningKey.create()
key.writePrivate(new File(basedir, 'signing-key.asc').toPath())
key.writeKeyring(new File(basedir, 'public-key.gpg').toPath())
SigningKey.create().writeKeyring(new File(basedir, 'other-key.gpg').toPath())
return true
