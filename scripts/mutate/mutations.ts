import { parseAst } from "vitest/node";

/** One small change of a source file: what stands from `start` to `end` becomes `text`. */
export interface Mutation {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly what: string;
}

/** A node of the parser's tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

const operators: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
};

/** Methods that differ by a word, and by a world. */
const methods: Readonly<Record<string, string>> = {
  some: "every",
  every: "some",
  find: "findLast",
  findLast: "find",
  findIndex: "findLastIndex",
  findLastIndex: "findIndex",
  min: "max",
  max: "min",
};

/** Every mutation of a source text, in its order. */
export function mutationsOf(source: string): Mutation[] {
  const found: Mutation[] = [];
  const textOf = ({ start, end }: Node) => source.slice(start, end);
  const add = ({ start, end }: { start: number; end: number }, text: string, what: string) =>
    found.push({ start, end, text, what, line: source.slice(0, start).split("\n").length });

  const visit = (node: Node, parent: Node | undefined): void => {
    if (isTypeOnly(node)) return;
    byKind(node, parent, { textOf, add, source });
    for (const child of childrenOf(node)) visit(child, node);
  };
  const tree: unknown = parseAst(source, { lang: "ts" });
  if (isNode(tree)) visit(tree, undefined);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

interface Tools {
  readonly textOf: (node: Node) => string;
  readonly add: (where: { start: number; end: number }, text: string, what: string) => void;
  readonly source: string;
}

function byKind(node: Node, parent: Node | undefined, { textOf, add, source }: Tools): void {
  const part = (name: string) => asNode(node[name]);
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression": {
      const [left, right] = [part("left"), part("right")];
      if (left === undefined || right === undefined) return;
      const between = source.slice(left.end, right.start);
      const operator = String(node.operator);
      const at = left.end + between.indexOf(operator);
      for (const other of operators[operator] ?? [])
        add({ start: at, end: at + operator.length }, other, `${operator} becomes ${other}`);
      return;
    }
    case "UnaryExpression": {
      const argument = part("argument");
      if (node.operator === "!" && argument !== undefined) add(node, textOf(argument), "! removed");
      return;
    }
    case "IfStatement":
    case "ConditionalExpression": {
      const test = part("test");
      if (test === undefined) return;
      add(test, "true", `condition ${cut(textOf(test))} is always true`);
      add(test, "false", `condition ${cut(textOf(test))} is always false`);
      return;
    }
    case "Literal":
      if (typeof node.value === "boolean")
        add(node, String(!node.value), `${node.value} becomes ${!node.value}`);
      if (typeof node.value === "number")
        add(node, `(${node.value + 1})`, `${node.value} becomes ${node.value + 1}`);
      return;
    case "ExpressionStatement":
      if (parent?.type === "BlockStatement" && node.directive === undefined)
        add(node, ";", `statement removed: ${cut(textOf(node))}`);
      return;
    case "MemberExpression": {
      const property = part("property");
      const other = property && methods[textOf(property)];
      if (
        property !== undefined &&
        other !== undefined &&
        parent?.type === "CallExpression" &&
        parent.callee === node
      )
        add(property, other, `${textOf(property)} becomes ${other}`);
      return;
    }
    case "ArrowFunctionExpression": {
      const body = part("body");
      if (parent?.type === "CallExpression" && body !== undefined && isTest(parent, textOf)) {
        if (body.type !== "BlockStatement") add(body, "true", `${cut(textOf(body))} is always true`);
      }
      return;
    }
    default:
  }
}

function isTest(call: Node, textOf: (node: Node) => string): boolean {
  const callee = asNode(call.callee);
  return callee !== undefined && /\.(filter|some|every|find\w*)$/.test(textOf(callee));
}

function isTypeOnly({ type, importKind, exportKind }: Node): boolean {
  if (type === "TSAsExpression" || type === "TSNonNullExpression" || type === "TSSatisfiesExpression")
    return false;
  return (
    type.startsWith("TS") || type === "ImportDeclaration" || importKind === "type" || exportKind === "type"
  );
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flatMap((value: unknown) => value)
    .filter(isNode);
}

function asNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
