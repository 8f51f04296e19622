import { createHash } from "node:crypto";
import type { Version } from "./model.ts";

/** What makes an alert unique for its source. */
export interface Triple {
  type: string;
  source: string;
  sourceRef: string;
}

export interface Ids {
  alert(triple: Triple): string;
  case(): string;
  observable(): string;
  comment(): string;
  user(): string;
}

// Far apart, so that one more observable never shifts the ids of later alerts in a scripted night.
const FIRST = {
  alert: 40_964_096,
  case: 81_928_192,
  observable: 122_880_000,
  comment: 204_800_000,
  user: 8_192,
};

/** Hands out ids that look like the version's own and are the same on every run. */
export function createIds(version: Version): Ids {
  const next = { ...FIRST };
  const graphId = (kind: keyof typeof FIRST) => () => {
    const id = `~${next[kind]}`;
    next[kind] += 8;
    return id;
  };
  const ids = {
    case: graphId("case"),
    observable: graphId("observable"),
    comment: graphId("comment"),
    user: graphId("user"),
  };
  if (version !== "3") return { ...ids, alert: graphId("alert") };
  return {
    ...ids,
    alert: ({ type, source, sourceRef }) => md5(`${type}|${source}|${sourceRef}`),
    case: () => elasticId(ids.case()),
  };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** ElasticSearch makes up ids of 20 URL-safe characters. */
function elasticId(seed: string): string {
  return `AX${createHash("sha256").update(seed).digest("base64url").slice(0, 18)}`;
}
