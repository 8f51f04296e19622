import { maskText } from "../lib/redact.ts";
import { plainText } from "../lib/untrusted.ts";
import { defaultText } from "./defaults.ts";
import { problemsOf } from "./issues.ts";
import { type Layers, type Origin, type Overrides, originAt, originsOf } from "./origins.ts";
import type { Problem } from "./problem.ts";
import { referenceProblems, type TwilioSetup } from "./references.ts";
import { Settings, toText } from "./settings.ts";
import { inNfc, leaves, merged, type Path, parsePath, type Tree, valueAt, withValue } from "./tree.ts";

/** Settings that hold, or everything that is wrong with them. */
export type Judged =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** By path, for every value; lists count as one. */
      readonly origins: ReadonlyMap<string, Origin>;
      /** The same settings in the form of a settings file. */
      readonly text: Tree;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Puts the layers together (default < file < environment < Slack) and judges the result: structure and
 * references in one go. A change from Slack is tried out by calling this with the overrides it would give.
 *
 * Never throws.
 *
 * @param twilio `absent`: SMS and calls that somebody asks for are refused
 */
export function settingsFrom(layers: Layers, twilio: TwilioSetup = "ready"): Judged {
  try {
    return judged(composed(layers), twilio);
  } catch (error) {
    // The settings file is read again while the monitor runs: whatever is wrong with it must not end anything.
    const why = plainText(maskText(String(error).slice(0, 500)), 200);
    const expected = "settings as docs/settings.md has them";
    return { ok: false, problems: [{ path: "settings", found: `what cannot be judged (${why})`, expected }] };
  }
}

/** What people change in Slack is composed (NFC) as their file is; see `parseSettings`. */
function composed(layers: Layers): Layers {
  return layers.slack === undefined ? layers : { ...layers, slack: inNfc(layers.slack) };
}

function judged(layers: Layers, twilio: TwilioSetup): Judged {
  const given = merged(layers.file ?? {}, layers.environment ?? {});
  const changed = withOverrides(merged(defaultText, given), layers.slack ?? {});
  // What Slack took out falls back to its default, where it has one.
  const tree = merged(defaultText, changed.tree);
  const parsed = Settings.safeParse(tree);
  const problems = [
    ...changed.problems,
    ...(parsed.success ? [] : problemsOf(parsed.error, Settings, tree)),
    ...referenceProblems(tree, { twilio, isAsked: (path, method) => isAsked(path, method, layers) }),
  ];
  if (!parsed.success || problems.length > 0)
    return { ok: false, problems: inOrder(eachOnce(problems), tree) };
  const text = toText(parsed.data);
  return { ok: true, settings: parsed.data, origins: originsOf(text, layers), text };
}

/** The settings with nothing but defaults. */
export function defaultSettings(): Settings {
  return Settings.parse(defaultText);
}

function withOverrides(tree: Tree, overrides: Overrides): { tree: Tree; problems: Problem[] } {
  const problems: Problem[] = [];
  const changed = Object.entries(overrides).reduce((base, [key, value]) => {
    const path = parsePath(key);
    if (path !== undefined) return withValue(base, path, value);
    problems.push({ path: key, found: "no path", expected: "a path such as sla.high.tiers" });
    return base;
  }, tree);
  return { tree: changed, problems };
}

/**
 * Whether somebody asks for a method, so that it must work. A form in Slack hands back whole lists: a method
 * that the default of the same place has too was not chosen there.
 */
function isAsked(path: Path, method: string, layers: Layers): boolean {
  const origin = originAt(path, layers);
  if (origin !== "slack") return origin !== "default";
  const policy = path.slice(0, 2);
  const usual = leaves({ policy: valueAt(defaultText, policy) }).flatMap(([, value]) =>
    JSON.stringify(value),
  );
  return !usual.some((list) => list.includes(JSON.stringify(method)));
}

/** A value that two rules refuse is one mistake, and so is a key that is misspelt and therefore missing. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  const strange = problems.filter(({ found }) => found === "an unknown key").map(({ path }) => path);
  return problems.filter(({ path, found }, index) => {
    const isTwice = problems.some((other, at) => at > index && other.path === path && other.found === found);
    const isMissing = found === "a mapping" && strange.some((key) => key.startsWith(`${path}.`));
    return !isTwice && !isMissing;
  });
}

// In the order of the sections, as people read their file.
function inOrder(problems: readonly Problem[], tree: Tree): Problem[] {
  const sections = Object.keys(tree);
  const rank = ({ path }: Problem) => sections.indexOf(String(parsePath(path)?.[0]));
  return [...problems].sort((a, b) => rank(a) - rank(b));
}
