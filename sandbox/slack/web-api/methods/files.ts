import { z } from "zod";
import { fileJson } from "../../workspace/wire.ts";
import { ApiFailure, invalidArguments } from "../api-failure.ts";
import { int, json, word } from "../args.ts";
import { botIsIn, postableChannel } from "../channel-access.ts";
import { readContent } from "../message-content.ts";
import { type Methods, method } from "../method.ts";
import { draftOf } from "./chat.ts";

const Files = z.array(z.object({ id: word, title: z.string().optional() })).min(1);

/** Uploading files in three steps; the middle one is a plain POST to the address given here. */
export const fileMethods: Methods = {
  "files.getUploadURLExternal": method({
    args: z.object({
      filename: word,
      length: int,
      alt_txt: z.string().optional(),
      alt_text: z.string().optional(),
    }),
    scopes: ["files:write"],
    tier: 4,
    run(args, { uploads, origin }) {
      if (args.length < 1) throw invalidArguments(["must be greater than 0 [json-pointer:/length]"]);
      const altText = args.alt_txt ?? args.alt_text;
      if ((altText?.length ?? 0) > 1000) throw new ApiFailure("alt_txt_too_large");
      const id = uploads.announce(args.filename, args.length, altText);
      return { upload_url: `${origin()}/upload/v1/${id}`, file_id: id };
    },
  }),

  "files.completeUploadExternal": method({
    args: z.object({
      files: json,
      channel_id: word.optional(),
      channels: word.optional(),
      thread_ts: word.optional(),
      initial_comment: z.string().optional(),
    }),
    scopes: ["files:write"],
    tier: 4,
    run(args, desk) {
      const wanted = Files.safeParse(args.files);
      if (!wanted.success) throw invalidArguments(["missing required field: files"]);
      const place = args.channel_id ?? args.channels;
      const channel = place === undefined ? undefined : postableChannel(place, desk);
      if (channel && !botIsIn(channel, desk)) throw new ApiFailure("not_in_channel");
      const files = wanted.data.map(({ id, title }) => {
        const file = desk.uploads.complete(id, title);
        if (!file) throw new ApiFailure("file_not_found");
        return file;
      });
      if (channel) {
        const content = readContent({ text: args.initial_comment || " " });
        desk.store.post(channel, {
          ...draftOf(content, desk, { threadTs: args.thread_ts }),
          text: args.initial_comment ?? "",
          files,
        });
      }
      return { files: files.map(fileJson) };
    },
  }),
};
