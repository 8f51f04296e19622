import type { AlertStatus, Version } from "./model.ts";

/** The sandbox's time as this server needs it; all stamps and delays come from it. */
interface HiveClock {
  now(): number;
  sleep(duration: number, signal?: AbortSignal): Promise<void>;
}

export interface UserDraft {
  login: string;
  name?: string;
  email?: string;
  permissions?: readonly string[];
  apiKey?: string;
  password?: string;
  type?: "Normal" | "Service";
  locked?: boolean;
}

export interface TheHiveOptions {
  clock: HiveClock;
  version?: Version;
  /** Exact release to claim, such as "5.8.0-1"; 5.8 and later understand `includeFields`. */
  release?: string;
  apiKey?: string;
  /** Rights of the key's owner; default those of an analyst. Change them later through `permissions`. */
  permissions?: readonly string[];
  organisation?: string;
  /** Further organisations the key may see with `X-Organisation`. */
  organisations?: readonly string[];
  /** Context path such as "/thehive". */
  basePath?: string;
  /** Port to listen on; 0 picks a free one. */
  port?: number;
  /** Address for people; default the server's own. */
  publicUrl?: string;
  users?: readonly UserDraft[];
  /** Statuses of TheHive 5 beyond the predefined ones. */
  statuses?: readonly AlertStatus[];
  caseTemplates?: readonly string[];
  firstCaseNumber?: number;
  /** 5, undocumented: what promoting an imported alert answers. */
  promoteTwice?: "refuse" | "existing";
  /** Whether observables tell their alert through extraData `links`. */
  observableLinks?: boolean;
  /** 5, undocumented: whether `_in` works on `_id`. */
  inOnId?: boolean;
  /** Whether a new observable bumps the alert's update stamp; default: yes on 3 and 5, no on 4. */
  observablesTouchAlert?: boolean;
  /** 4 before its last releases: reading and importing left the update stamp alone. */
  quietReads?: boolean;
  /** 5: ms until a new case shows the alert's observables. */
  observableCopyDelay?: number;
  /** 4: from this many rows on, `X-Total` is only "that many or more". */
  countThreshold?: number;
  /** How many requests the log keeps. */
  requestsKept?: number;
}

/** The options with every default filled in. */
export type Settings = Required<Omit<TheHiveOptions, "publicUrl">> & { publicUrl: string | undefined };

const RELEASES: Record<Version, string> = { "3": "3.5.2-1", "4": "4.1.24-1", "5": "5.7.3-1" };

const ANALYST_RIGHTS: Record<Version, readonly string[]> = {
  "3": ["read", "write", "alert"],
  "4": ["manageAlert", "manageCase", "manageObservable", "manageTask", "manageAction", "manageAnalyse"],
  "5": [
    "manageAlert/create",
    "manageAlert/delete",
    "manageAlert/import",
    "manageAlert/reopen",
    "manageAlert/update",
    "manageCase/create",
    "manageCase/update",
    "manageCase/merge",
    "manageComment",
    "manageObservable",
    "manageTask",
  ],
};

/** Fills in the defaults of the chosen version. */
export function settle(options: TheHiveOptions): Settings {
  const version = options.version ?? "5";
  return {
    release: RELEASES[version],
    apiKey: "sandbox-thehive-key",
    permissions: ANALYST_RIGHTS[version],
    organisation: "soc",
    organisations: [],
    port: 0,
    publicUrl: undefined,
    users: [],
    statuses: [],
    caseTemplates: ["phishing", "malware"],
    firstCaseNumber: 1,
    promoteTwice: "refuse",
    observableLinks: true,
    inOnId: true,
    observablesTouchAlert: version !== "4",
    quietReads: false,
    observableCopyDelay: 500,
    countThreshold: 1000,
    requestsKept: 2000,
    ...options,
    version,
    basePath: cleanBasePath(options.basePath ?? ""),
  };
}

/** Rights an analyst has in this version. */
export function analystRights(version: Version): readonly string[] {
  return ANALYST_RIGHTS[version];
}

function cleanBasePath(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, "");
  return trimmed === "" ? "" : `/${trimmed}`;
}
