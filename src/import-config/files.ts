import { Document, isMap, isScalar, isSeq, visit } from "yaml";
import { defaultText } from "../config/defaults.ts";
import { isTree, type Tree } from "../config/tree.ts";
import { knownVariables } from "../config/variables.ts";
import type { ImportPlan } from "./plan.ts";

const HEADER = ` Carried over from a configuration.py. What is not written here keeps its default.
 "thehive-sla-monitor config" shows every setting.`;

/** The settings file of a plan. */
export function settingsText({ settings }: ImportPlan): string {
  const document = new Document(inUsualOrder(settings), { aliasDuplicateObjects: false });
  document.commentBefore = HEADER;
  visit(document, {
    // Short things on one line, as people write them.
    Collection(_key, node, path) {
      const isShort = isSeq(node) ? node.items.every(isScalar) : path.length > 2 && isTier(node);
      if (isShort) node.flow = true;
      return undefined;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}

/** As the defaults are written, which is how people know them. */
function inUsualOrder(settings: Tree, usual: Tree = defaultText): Tree {
  const keys = [...new Set([...Object.keys(usual), ...Object.keys(settings)])].filter(
    (key) => settings[key] !== undefined,
  );
  return Object.fromEntries(
    keys.map((key) => {
      const [value, model] = [settings[key], usual[key]];
      return [key, isTree(value) && isTree(model) ? inUsualOrder(value, model) : value];
    }),
  );
}

function isTier(node: unknown): boolean {
  return (
    isMap(node) && node.items.every(({ value }) => !isMap(value)) && (node.has("after") || node.has("phone"))
  );
}

/** The environment file of a plan: everything that has to be filled in stands there, empty where it is not known. */
export function environmentText({ environment, settings }: ImportPlan): string {
  const wanted = new Set([...Object.keys(environment), ...needed(environment, settings)]);
  const lines = Object.keys(knownVariables)
    .filter((name) => wanted.has(name))
    .map((name) => `${name}=${quoted(environment[name] ?? "")}`);
  return [
    "# Carried over from a configuration.py. Holds secrets: let nobody else read it.",
    ...lines,
    "",
  ].join("\n");
}

function needed(environment: ImportPlan["environment"], settings: ImportPlan["settings"]): string[] {
  return [
    "THEHIVE_URL",
    "THEHIVE_API_KEY",
    ...(environment.SLACK_ENABLED === "false" ? [] : ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CHANNEL"]),
    ...(environment.TWILIO_ENABLED === "false" || settings.people === undefined
      ? []
      : ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"]),
  ];
}

function quoted(value: string): string {
  if (/^[\w.,:/@%+=?&~-]*$/.test(value)) return value;
  const quote = ["'", '"', "`"].find((mark) => !value.includes(mark));
  return quote === undefined ? JSON.stringify(value) : `${quote}${value}${quote}`;
}
