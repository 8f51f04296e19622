import { Hono } from "hono";
import type { Hive } from "./hive.ts";
import { type HiveEnv, json, viewFor } from "./http.ts";
import type { Row } from "./rows.ts";

/** `/api/status`: open to all, in every version. */
export function openStatus({ settings }: Hive): Row {
  const { version, release } = settings;
  if (version === "3") return status3(release);
  const config = {
    protectDownloadsWith: "malware",
    authType: version === "4" ? ["local", "key", "basic"] : ["session", "local", "key"],
    capabilities:
      version === "4" ? ["changePassword", "authByKey"] : ["changePassword", "setPassword", "authByKey"],
    ssoAutoLogin: false,
    pollingDuration: 1000,
    freeTagDefaultColour: "#000000",
  };
  const versions = { Scalligraph: release, TheHive: release, Play: version === "4" ? "2.8.13" : "2.8.19" };
  if (version === "5") return { versions, config };
  return {
    versions,
    connectors: { cortex: { enabled: false, status: "OK" } },
    config,
    schemaStatus: [{ name: "thehive", currentVersion: 97, expectedVersion: 97, error: null }],
  };
}

function status3(release: string): Row {
  return {
    versions: {
      TheHive: release,
      Elastic4Play: "1.13.6",
      Play: "2.6.23",
      Elastic4s: "7.12.3",
      ElasticSearch: "7.11.2",
    },
    connectors: { cortex: { enabled: true, servers: [], status: "OK" } },
    health: { elasticsearch: "OK" },
    config: {
      protectDownloadsWith: "malware",
      authType: ["local", "key"],
      capabilities: ["changePassword"],
      ssoAutoLogin: false,
    },
  };
}

/** `/api/v1/status` and its neighbours. */
export function statusRoutesV1(hive: Hive): Hono<HiveEnv> {
  const routes = new Hono<HiveEnv>();
  if (hive.settings.version === "4") {
    return routes.get("/status", () =>
      json({ ...openStatus(hive), cluster: { status: "disabled", members: [] } }),
    );
  }
  return routes
    .get("/status/public", () =>
      json({ version: hive.settings.release, sso: false, ssoProviders: [], imports: {} }),
    )
    .get("/status", (c) => {
      viewFor(c, hive, "v1-5");
      return json({
        version: hive.settings.release,
        gitDescription: "",
        connectors: {},
        config: openStatus(hive).config,
        license: licence(hive),
        features: [],
      });
    })
    .get("/license/current", (c) => {
      viewFor(c, hive, "v1-5");
      return json(licence(hive));
    });
}

function licence({ faults, store }: Hive): Row {
  const isValid = faults.readOnlyLicence === false;
  const DAY = 86_400_000;
  return {
    id: "sandbox",
    customer: "Sandbox",
    instance: "sandbox",
    plan: "community",
    kind: "community",
    validFrom: store.now() - 100 * DAY,
    expiresAt: store.now() + (isValid ? 265 : -1) * DAY,
    capabilities: [],
    isValid,
    ...(isValid ? {} : { error: "License is expired" }),
    quotas: {},
  };
}
