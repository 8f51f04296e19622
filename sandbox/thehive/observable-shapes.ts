import { createHash } from "node:crypto";
import { papLabel, tlpLabel } from "./labels.ts";
import type { Attachment, StoredObservable } from "./model.ts";
import { present, type Row } from "./rows.ts";

/** TheHive 3, inside its alert: without ids. */
export function artifact3(observable: StoredObservable): Row {
  const { dataType, data, attachment, message, tags, tlp, ioc, sighted, createdAt } = observable;
  return present({
    dataType,
    data,
    attachment: attachment && attachmentV0(attachment),
    message,
    tags,
    tlp,
    ioc,
    sighted,
    startDate: createdAt,
  });
}

/** TheHive 4, v0: inside its alert or on its own. */
export function artifact4(observable: StoredObservable): Row {
  const { id, createdBy, createdAt, dataType, data, attachment, tlp, tags, ioc, sighted, message } =
    observable;
  return present({
    _id: id,
    id,
    createdBy,
    createdAt,
    _type: "case_artifact",
    dataType,
    data,
    startDate: createdAt,
    attachment: attachment && attachmentV0(attachment),
    tlp,
    tags,
    ioc,
    sighted,
    message,
    reports: {},
    stats: {},
  });
}

export function observable4(observable: StoredObservable, extraData: Row): Row {
  const { id, createdBy, createdAt, dataType, data, attachment, tlp, tags, ioc, sighted, message } =
    observable;
  return present({
    _id: id,
    _type: "Observable",
    _createdBy: createdBy,
    _createdAt: createdAt,
    dataType,
    data,
    startDate: createdAt,
    attachment: attachment && attachmentV0(attachment),
    tlp,
    tags,
    ioc,
    sighted,
    reports: {},
    message,
    extraData,
    ignoreSimilarity: false,
  });
}

export function observable5(observable: StoredObservable, extraData: Row): Row {
  const { id, createdBy, createdAt, dataType, data, attachment, tlp, pap, tags, ioc, sighted, message } =
    observable;
  return present({
    _id: id,
    _type: "Observable",
    _createdBy: createdBy,
    _createdAt: createdAt,
    dataType,
    data,
    attachment: attachment && attachment5(attachment, observable),
    startDate: createdAt,
    tlp,
    tlpLabel: tlpLabel(tlp),
    pap,
    papLabel: papLabel(pap),
    tags,
    ioc,
    sighted,
    reports: {},
    message,
    extraData,
    ignoreSimilarity: false,
    external: false,
  });
}

function attachmentV0({ name, size, contentType }: Attachment): Row {
  const hashes = hashesOf(name);
  return { name, hashes, size, contentType, id: hashes[0] };
}

function attachment5(
  { name, size, contentType }: Attachment,
  { createdBy, createdAt }: StoredObservable,
): Row {
  const hashes = hashesOf(name);
  return {
    _id: `~${524_288 + name.length * 8}`,
    _type: "Attachment",
    _createdBy: createdBy,
    _createdAt: createdAt,
    name,
    hashes,
    size,
    contentType,
    id: hashes[0],
    path: "",
    extraData: {},
    external: false,
  };
}

/** There are no bytes to hash, so the name stands in for them. */
function hashesOf(name: string): string[] {
  return ["sha256", "sha1", "md5"].map((algorithm) => createHash(algorithm).update(name).digest("hex"));
}
