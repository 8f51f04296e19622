import { Faults } from "./faults.ts";
import type { HiveUser } from "./model.ts";
import { analystRights, type Settings, type UserDraft } from "./options.ts";
import { HiveStore } from "./store.ts";

/** One TheHive: its data, its people, and what is wrong with it. All routes work on this. */
export interface Hive {
  settings: Settings;
  store: HiveStore;
  faults: Faults;
  /** The owner of the API key comes first. */
  users: readonly HiveUser[];
  organisations: readonly string[];
  /** Ends when the server stops, so that nothing waits any longer. */
  stopped(): AbortSignal;
}

/** Who sent a request, and in the name of which organisation. */
export interface Caller {
  user: HiveUser;
  organisation: string;
}

export function createHive(settings: Settings, stopped: () => AbortSignal): Hive {
  const faults = new Faults();
  const store = new HiveStore(settings, faults);
  const keyOwner: UserDraft = {
    login: settings.version === "3" ? "sla-monitor" : "sla-monitor@soc.example",
    name: "SLA Monitor",
    permissions: settings.permissions,
    apiKey: settings.apiKey,
    type: "Service",
  };
  const people = settings.users.length > 0 ? settings.users : [ANALYST];
  return {
    settings,
    store,
    faults,
    users: [keyOwner, ...people].map((draft) => newUser(draft, store.ids.user(), settings)),
    organisations: [settings.organisation, ...settings.organisations],
    stopped,
  };
}

const ANALYST: UserDraft = { login: "ana@soc.example", name: "Ana Analyst", email: "ana@soc.example" };

function newUser(draft: UserDraft, id: string, { version }: Settings): HiveUser {
  return {
    id,
    login: draft.login,
    name: draft.name ?? draft.login,
    email: draft.email,
    permissions: [...(draft.permissions ?? analystRights(version))],
    apiKey: draft.apiKey,
    password: draft.password,
    type: draft.type ?? "Normal",
    locked: draft.locked ?? false,
  };
}
