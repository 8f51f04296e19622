import type { Hive } from "./hive.ts";
import type { StoredAlert, StoredCase } from "./model.ts";

/** What a browser sees where TheHive serves its own interface: just enough for a link to lead somewhere. */
export function webPage({ store, settings }: Hive, path: string): string {
  const [, kind, id] = /\/(cases|alerts)\/([^/]+)\/details$/.exec(decodeURIComponent(path)) ?? [];
  const alert = kind === "alerts" && id !== undefined ? store.alerts.get(id) : undefined;
  const found = kind === "cases" && id !== undefined ? store.cases.get(id) : undefined;
  if (alert !== undefined) return page(`Alert ${alert.sourceRef}`, alertFacts(alert));
  if (found !== undefined) return page(`Case #${found.number}`, caseFacts(found));
  const open = [...store.alerts.values()].filter(({ stage }) => stage === "New").slice(-100);
  const cases = [...store.cases.values()].slice(-100);
  return page(`TheHive ${settings.release}`, [
    ...cases.map((one): Fact => [`Case #${one.number}`, one.title]),
    ...open.map((one): Fact => [one.sourceRef, one.title]),
  ]);
}

type Fact = readonly [name: string, value: string];

function alertFacts(alert: StoredAlert): Fact[] {
  return [
    ["Title", alert.title],
    ["Severity", String(alert.severity)],
    ["Status", alert.status],
    ["Assignee", alert.assignee ?? "nobody"],
    ["Created", new Date(alert.createdAt).toISOString()],
    ["Tags", alert.tags.join(", ")],
    ["Description", alert.description],
    ...alert.observables.map(
      ({ dataType, data, attachment }): Fact => [dataType, data ?? attachment?.name ?? ""],
    ),
  ];
}

function caseFacts(found: StoredCase): Fact[] {
  return [
    ["Title", found.title],
    ["Severity", String(found.severity)],
    ["Assignee", found.assignee ?? "nobody"],
    ["Created", new Date(found.createdAt).toISOString()],
    ["Alerts", String(found.alertIds.length)],
    ["Description", found.description],
  ];
}

function page(heading: string, facts: readonly Fact[]): string {
  const rows = facts
    .map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
    .join("");
  const title = escaped(heading);
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><table>${rows}</table></body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
