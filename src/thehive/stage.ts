import type { Stage } from "../sla/model.ts";

const STAGES: Readonly<Record<string, Stage>> = {
  new: "new",
  inprogress: "in-progress",
  closed: "closed",
  imported: "imported",
};

// TheHive 5's own statuses, and those of 3 and 4. `Updated` (3): the source changed it after somebody had looked.
const PREDEFINED: Readonly<Record<string, Stage>> = {
  ...STAGES,
  pending: "in-progress",
  updated: "in-progress",
  duplicate: "closed",
  falsepositive: "closed",
  ignored: "closed",
};

/** A stage by any of its spellings; undefined when the word is none. */
export function stageNamed(word: string): Stage | undefined {
  return lookUp(STAGES, word);
}

/** TheHive 5's name of a stage. */
export function wireStage(stage: Stage): string {
  switch (stage) {
    case "new":
      return "New";
    case "in-progress":
      return "InProgress";
    case "closed":
      return "Closed";
    case "imported":
      return "Imported";
  }
}

/**
 * Where an alert stands: by its stage if the version has stages, otherwise by its status.
 * A status that nobody knows is somebody's own, so somebody works on the alert.
 */
export function stageOf(stage: string | undefined, status: string, caseId: string | undefined): Stage {
  const told = stage === undefined ? undefined : stageNamed(stage);
  if (told !== undefined) return told;
  if (caseId !== undefined) return "imported";
  return lookUp(PREDEFINED, status) ?? "in-progress";
}

/** The status word that TheHive 4 shows people but leaves out of API v1. */
export function derivedStatus(read: boolean | undefined, caseId: string | undefined): string {
  if (caseId !== undefined) return read === false ? "Updated" : "Imported";
  return read === true ? "Ignored" : "New";
}

/** Statuses every TheHive 5 has, by stage: for a server that does not list its own. */
export function predefinedStatuses(wanted: readonly Stage[]): string[] {
  const names = ["New", "InProgress", "Pending", "Imported", "Duplicate", "FalsePositive", "Ignored"];
  return names.filter((name) => wanted.includes(stageOf(undefined, name, undefined)));
}

function lookUp(table: Readonly<Record<string, Stage>>, word: string): Stage | undefined {
  const key = word.toLowerCase().replace(/[\s_-]/g, "");
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
