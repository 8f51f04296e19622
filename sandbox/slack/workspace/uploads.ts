import type { UploadedFile } from "./model.ts";
import type { Store } from "./store.ts";

const mimetypes: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  csv: "text/csv",
  json: "application/json",
  txt: "text/plain",
};

interface Upload {
  readonly id: string;
  readonly filename: string;
  readonly length: number;
  readonly altText: string | undefined;
  bytes: Uint8Array | undefined;
}

/** Files on their way: announced, then sent, then completed. */
export class Uploads {
  readonly #store: Store;
  readonly #pending = new Map<string, Upload>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** @returns the id of the file to be */
  announce(filename: string, length: number, altText: string | undefined): string {
    const id = this.#store.nextId("F0");
    this.#pending.set(id, { id, filename, length, altText, bytes: undefined });
    return id;
  }

  /** @returns false when nothing of this id and size was announced */
  receive(id: string, bytes: Uint8Array): boolean {
    const upload = this.#pending.get(id);
    if (!upload || upload.length !== bytes.length) return false;
    upload.bytes = bytes;
    return true;
  }

  /** Makes a received file one of the workspace; undefined when its bytes never came. */
  complete(id: string, title: string | undefined): UploadedFile | undefined {
    const upload = this.#pending.get(id);
    if (!upload?.bytes) return undefined;
    this.#pending.delete(id);
    const { filename: name, altText, bytes } = upload;
    const mimetype = mimetypes[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";
    const file = { id, name, title: title ?? name, altText, mimetype, bytes };
    this.#store.files.set(id, file);
    this.#store.changed({ kind: "file", id });
    return file;
  }
}
