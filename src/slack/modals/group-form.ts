import type { types } from "@slack/bolt";
import { localTimeText } from "../../lib/local-time.ts";
import type { Instant } from "../../lib/time.ts";
import { type TimeZone, utc, wallClock } from "../../lib/zoned.ts";
import { placeText } from "../../oncall/calendar-place.ts";
import type { Group, Roster } from "../../oncall/model.ts";
import { periodText } from "../../oncall/period.ts";
import { groupOf } from "../../oncall/roster.ts";
import type { Message } from "../blocks/fit.ts";
import { cut } from "../blocks/text.ts";
import type { Control } from "../control.ts";
import { forms, modalActions } from "../ids/windows.ts";
import { type Entries, type Field, textOf } from "./fields.ts";
import { formView, undoButton } from "./form-view.ts";
import { memberFields, readMembers } from "./members.ts";
import type { Reading } from "./reading.ts";
import { hintOf, originUnder, pathOf } from "./setting.ts";

/** The form of one group; of one that is to be added without `name`. */
export function groupForm(
  { live }: Control,
  name: string | undefined,
  now: Instant,
  note?: Message,
): types.ModalView {
  const roster = live.roster();
  const group = name === undefined ? undefined : groupOf(roster, name);
  const origin = name === undefined ? undefined : originUnder(live.origins(), pathOf("groups", name));
  return formView({
    form: forms.group,
    title: name === undefined ? "New group" : `Group ${name}`,
    state: { revision: live.revision(), ...(name === undefined ? {} : { name }) },
    fields: [
      ...(name === undefined ? [nameField(roster)] : []),
      ...groupFields(roster, group, now, hintOf(undefined, origin)),
    ],
    note,
    after:
      name === undefined
        ? []
        : [
            undoButton(
              modalActions.removeGroup,
              name,
              `Take ${name} out`,
              `SMS and calls to ${name} then reach nobody.`,
            ),
          ],
  });
}

/** What was filled in: a rotation, plain members, or that the calendar it has stays. */
export function readGroup(
  entries: Entries,
  name: string,
  roster: Pick<Roster, "people" | "groups">,
): Reading {
  const path = pathOf("groups", name);
  const members = readMembers(entries, roster.people);
  const calendar = Object.hasOwn(roster.groups, name) ? roster.groups[name]?.calendar : undefined;
  const userGroup = textOf(entries, "userGroup");
  const text = (field: string) => textOf(entries, field);
  const value =
    text("kind") === "turns"
      ? { rotation: { members, timezone: text("zone"), start: text("start"), every: text("every") } }
      : text("kind") === "calendar"
        ? { calendar }
        : { members };
  return {
    values: { [path]: { ...value, ...(userGroup === "" ? {} : { userGroup }) } },
    places: [
      [path, entries.has("name") ? "name" : "members"],
      [`${path}.members`, "members"],
      [`${path}.rotation.members`, "members"],
      [`${path}.rotation.timezone`, "zone"],
      [`${path}.rotation.start`, "start"],
      [`${path}.rotation.every`, "every"],
      [`${path}.userGroup`, "userGroup"],
    ],
  };
}

function nameField({ groups }: Roster): Field {
  const first = Object.hasOwn(groups, "oncall") ? "" : "oncall";
  return {
    id: "name",
    label: "Name",
    kind: "text",
    value: first,
    placeholder: "such as seniors",
    hint: "SMS and calls go to the group oncall, unless a tier names another.",
  };
}

function groupFields(roster: Roster, group: Group | undefined, now: Instant, origin: string): Field[] {
  const { rotation } = group ?? {};
  const calendar = group?.calendar;
  const isInTurns = group === undefined || rotation !== undefined;
  const zone = rotation?.timezone ?? usualZone(roster);
  return [
    {
      id: "kind",
      label: "Who is told",
      kind: "one",
      value: calendar !== undefined ? "calendar" : isInTurns ? "turns" : "all",
      options: [
        ...(calendar === undefined
          ? []
          : [{ value: "calendar", label: cut(`Whoever its calendar says (${placeText(calendar)})`, 75) }]),
        { value: "turns", label: "One at a time, in turns" },
        { value: "all", label: "Everybody in it" },
      ],
      hint: origin,
    },
    ...memberFields(roster.people, rotation?.members ?? group?.members ?? []).map((field) =>
      calendar === undefined ? field : { ...field, optional: true },
    ),
    ...turnFields(zone, rotation === undefined ? thisMorning(now, zone) : localTimeText(rotation.start)),
    {
      id: "every",
      label: "Each turn lasts",
      kind: "text",
      optional: true,
      value: rotation === undefined ? "1w" : periodText(rotation.every),
      hint: "Such as 12h, 1d, 1w or 1mo.",
    },
    {
      id: "userGroup",
      label: "Slack user group to follow it",
      kind: "text",
      optional: true,
      value: group?.userGroup ?? "",
      placeholder: "S024BE7LH",
      hint: "Its id; it will hold whoever is on call. Paid plans only.",
    },
  ];
}

function turnFields(zone: string, start: string): Field[] {
  return [
    { id: "zone", label: "Time zone of the turns", kind: "text", optional: true, value: zone },
    {
      id: "start",
      label: "First turn begins",
      kind: "text",
      optional: true,
      value: start,
      hint: "By that zone's clock. Every handoff is at this time of day.",
    },
  ];
}

function usualZone({ groups }: Roster): TimeZone {
  return Object.values(groups).find(({ rotation }) => rotation !== undefined)?.rotation?.timezone ?? utc;
}

function thisMorning(now: Instant, zone: TimeZone): string {
  const { year, month, day } = wallClock(now, zone);
  return localTimeText({ year, month, day, hour: 9, minute: 0 });
}
