import { Document, isMap, parseDocument } from "yaml";
import type { Team } from "./people.ts";

const HEADER = ` Who is told of what, how and when. Everything that is not here has a default.
 Every key: docs/settings.md; all of them at once: sla.example.yml.
 People who take turns: replace the members of a group by a rotation, such as
   oncall: { rotation: { members: [alice, bob], timezone: Europe/London, start: "2026-01-05T09:00", every: 1w } }`;

/**
 * A settings file with these people and groups in it. Whatever it holds already stays as it is.
 *
 * @param text what the file holds, known to be valid; undefined: there is none
 */
export function completedSettings(text: string | undefined, team: Team): string {
  const wanted = wantedOf(team);
  if (text === undefined) return newSettings(wanted);
  const document = parseDocument(text);
  const missing = wanted.filter(([section, name]) => !document.hasIn([section, name]));
  if (missing.length === 0) return text;
  // Sections that are not there go behind what is, which then stays as it was written to the last space.
  if (!missing.some(([section]) => document.has(section)))
    return joined(text, newDocument(missing).toString());
  for (const [section, name, value] of missing) add(document, section, name, value);
  return document.toString({ lineWidth: 0 });
}

type Wanted = readonly [section: "people" | "groups", name: string, value: object];

function wantedOf({ people, oncall, seniors }: Team): readonly Wanted[] {
  const groups = Object.entries({ oncall, seniors }).filter(([, members]) => members.length > 0);
  return [
    ...Object.entries(people).map(([name, person]) => ["people", name, person] as const),
    ...groups.map(([name, members]) => ["groups", name, { members }] as const),
  ];
}

function newSettings(wanted: readonly Wanted[]): string {
  if (wanted.length === 0) return `${HEADER.replace(/^/gm, "#")}\n`;
  const document = newDocument(wanted);
  document.commentBefore = HEADER;
  return document.toString({ lineWidth: 0 });
}

function newDocument(wanted: readonly Wanted[]): Document {
  const document = new Document({});
  for (const [section, name, value] of wanted) add(document, section, name, value);
  return document;
}

function add(document: Document | Document.Parsed, section: string, name: string, value: object): void {
  if (!isMap(document.get(section))) document.set(section, document.createNode({}));
  document.setIn([section, name], document.createNode(value, { flow: true }));
}

function joined(text: string, more: string): string {
  return text === "" || text.endsWith("\n") ? text + more : `${text}\n${more}`;
}

/** Whether the file says already who is on call. */
export function hasTeam(text: string | undefined): boolean {
  const document = parseDocument(text ?? "");
  return document.hasIn(["groups", "oncall"]);
}
