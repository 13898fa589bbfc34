package io.github.baci.source;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Labels;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.container.rkt.RktSettings;
import io.github.baci.container.rkt.RktStore;
import io.github.baci.image.Image;
import io.github.baci.image.ImageException;
import io.github.baci.layer.LayerStore;
import io.github.baci.source.aci.RktAcis;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Images that rkt has in its store or finds by itself: {@code rkt://NAME[:VERSION][,LABEL=VALUE…]}
 * and {@code rkt://sha512-…}. Signatures are verified by rkt, with the keys that it trusts.
 */
final class RktSource implements ImageSource {
  private static final Pattern HASH = Pattern.compile("sha512-[0-9a-f]{2,}");

  private final Store store;
  private final RktStore.Policy policy;
  private final RktSettings settings;
  private final RktAcis images;

  /**
   * Takes where images go.
   *
   * @param policy when rkt asks for images that it has
   * @param settings how rkt is used
   */
  RktSource(Store store, LayerStore layers, RktStore.Policy policy, RktSettings settings) {
    this.store = store;
    this.policy = policy;
    this.settings = settings;
    this.images = new RktAcis(store, layers);
  }

  @Override
  public String scheme() {
    return "rkt";
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    return find(reference, platform).toImage(platform);
  }

  @Override
  public NamedImage named(String name, String reference, Platform platform)
      throws InterruptedException {
    return NamedImage.of(name, find(reference, platform), OptionalLong.empty(), platform);
  }

  private AciImage find(String reference, Platform platform) throws InterruptedException {
    try {
      RktStore rkt = new RktStore(settings, policy);
      String hash =
          HASH.matcher(reference).matches() ? reference : rkt.fetch(name(reference, platform));
      return images.read(rkt, hash);
    } catch (BaciException e) {
      throw new ImageException("rkt://" + reference, ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  /**
   * Returns when rkt is to ask for images that it has.
   *
   * @param offline whether only what is on this machine may be used
   * @param maxAge zero, if everything is to be asked for every time
   */
  static RktStore.Policy policy(boolean offline, Duration maxAge) {
    if (offline) {
      return RktStore.Policy.NEVER;
    }
    return maxAge.equals(Duration.ZERO) ? RktStore.Policy.UPDATE : RktStore.Policy.NEW;
  }

  /** Returns the name to ask rkt for, which takes the machine's platform where none is said. */
  private static String name(String reference, Platform platform) {
    AciName name = AciName.parse(reference);
    if (platform.equals(Platform.current())) {
      return name.toString();
    }
    return new AciName(name.name(), Labels.ofPlatform(platform).with(name.labels())).toString();
  }
}
