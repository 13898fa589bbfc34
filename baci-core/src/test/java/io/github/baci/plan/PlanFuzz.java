package io.github.baci.plan;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.baci.plan.check.CheckReport;
import io.github.baci.plan.check.JsonFormat;
import io.github.baci.plan.check.SarifFormat;
import io.github.baci.plan.check.TextFormat;
import java.net.URI;

/** Whatever a Dockerfile holds, it can be checked, and the report be written. */
class PlanFuzz {

  @FuzzTest
  void checker(FuzzedDataProvider data) throws InterruptedException {
    Plans plans = new Plans().arg("A", data.consumeString(8));
    String text = data.consumeRemainingAsString();
    CheckReport report =
        new Checker(plans.options(), Checker.KnownImages.NONE).check("Dockerfile", text);
    new TextFormat().render(report, text);
    new JsonFormat().render(report, text);
    new SarifFormat(URI.create("file:///")).render(report, text);
  }
}
