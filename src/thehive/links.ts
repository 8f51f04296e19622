import { withoutEndSlashes } from "../lib/slashes.ts";
import type { AlertId } from "../sla/model.ts";

/** Where people look at things in a browser. */
export interface HiveLinks {
  alert(id: AlertId): string;
  case(id: string): string;
}

/**
 * Links as each generation of TheHive's web pages takes them. They hold ids, never case numbers. 3 and 4 have no
 * page for one alert: the link leads to their list.
 *
 * @param base may end in a path and a slash
 */
export function hiveLinks(base: string, major: 3 | 4 | 5): HiveLinks {
  const root = withoutEndSlashes(base);
  if (major === 5) {
    return {
      // Joined, it is one string: pieces strung together take twice the memory, and the board keeps thousands.
      alert: (id) => [root, "/alerts/", encodeURIComponent(id), "/details"].join(""),
      case: (id) => `${root}/cases/${encodeURIComponent(id)}/details`,
    };
  }
  return {
    alert: () => `${root}/index.html#!/alert/list`,
    case: (id) => `${root}/index.html#!/case/${encodeURIComponent(id)}/details`,
  };
}
