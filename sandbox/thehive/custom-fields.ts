import { createHash } from "node:crypto";
import type { CustomField } from "./model.ts";
import type { Row } from "./rows.ts";

/** v0: an object of one typed value per name. */
export function customFieldsV0(fields: readonly CustomField[], withOrder: boolean): Row {
  return Object.fromEntries(
    fields.map(({ name, type, value, order }) => [name, { [type]: value, ...(withOrder ? { order } : {}) }]),
  );
}

/** v1: a list; TheHive 4 adds the description. */
export function customFieldsV1(fields: readonly CustomField[], withDescription: boolean): Row[] {
  return fields.map(({ name, type, value, order }) => ({
    _id: `~${4096 + (createHash("md5").update(name).digest().readUInt16BE(0) % 4096)}`,
    name,
    ...(withDescription ? { description: name } : {}),
    type,
    value,
    order,
  }));
}
