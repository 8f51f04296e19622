import type { Version } from "./model.ts";

/** Where a person opens a case; takes the id, never the number. */
export function caseLink(version: Version, base: string, id: string): string {
  return version === "5" ? `${base}/cases/${id}/details` : `${base}/index.html#!/case/${id}/details`;
}

/** Where a person opens an alert; TheHive 3 and 4 have only the list. */
export function alertLink(version: Version, base: string, id: string): string {
  return version === "5" ? `${base}/alerts/${id}/details` : `${base}/index.html#!/alert/list`;
}
