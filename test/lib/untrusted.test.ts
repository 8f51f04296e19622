import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mask } from "../../src/lib/mask.ts";
import { commentText, defang, harmlessText, plainText } from "../../src/lib/untrusted.ts";

describe("defang", () => {
  test.each([
    ["https://evil.com/a?b=c.d", "hxxps[:]//evil[.]com/a?b=c.d"],
    ["HTTP://EVIL.COM", "hxxp[:]//EVIL[.]COM"],
    ["http:\\\\evil.com", "hxxp[:]\\\\evil[.]com"],
    ["ftp://files.example.org", "ftp[:]//files[.]example[.]org"],
    ["slack://open", "slack[:]//open"],
    ["mailto:bob@evil.com", "mailto[:]bob@evil[.]com"],
    ["Beacon to evil.com.", "Beacon to evil[.]com."],
    ["www.evil", "www[.]evil"],
    ["a.b.evil.co.uk:8080/x", "a[.]b[.]evil[.]co[.]uk:8080/x"],
    ["invoice.zip", "invoice[.]zip"],
    ["пример.рф", "пример[.]рф"],
    ["xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd[.]xn--p1ai"],
    ["evil。com", "evil[.]com"],
    ["ｅｖｉｌ．ｃｏｍ", "ｅｖｉｌ[.]ｃｏｍ"],
    ["203.0.113.7", "203[.]0[.]113[.]7"],
    ["src=203.0.113.7:443, dst=10.0.0.0/8", "src=203[.]0[.]113[.]7:443, dst=10[.]0[.]0[.]0/8"],
    ["0xcb.0x0.0x71.0x7", "0xcb[.]0x0[.]0x71[.]0x7"],
    ["2001:db8::1", "2001[:]db8[:][:]1"],
    ["[2001:db8::1]:443", "[2001[:]db8[:][:]1]:443"],
    ["ip:2001:db8::1: seen", "ip[:]2001[:]db8[:][:]1[:] seen"],
    ["fe80::1%eth0", "fe80[:][:]1%eth0"],
    ["::ffff:203.0.113.7", "[:][:]ffff[:]203[.]0[.]113[.]7"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001[:]0db8[:]0000[:]0000[:]0000[:]0000[:]0000[:]0001"],
  ])("breaks %s", (text, broken) => {
    expect(defang(text)).toBe(broken);
  });

  test.each([
    "Malware on HOST-7, 12:30:45, user data: leaked",
    "3.5 GB left, i.e. 1.2.3 is not an address",
    "00:11:22:33:44:55",
    "Trojan::Generic",
    "wait... what",
    "終了しました。次の確認",
  ])("leaves %s as it is", (text) => {
    expect(defang(text)).toBe(text);
  });
});

describe("plainText", () => {
  test.each([
    ["a\u0000b\u0007c\u001b[31m", "abc[31m"],
    ["two\r\n lines\tand\u2028more", "two lines and more"],
    ["a \u0000 b", "a b"],
    ["ev\u200bil\u00ad.com\ufeff", "evil.com"],
    ["\u202eexe.cod\u202c \u2066x\u2069", "exe.cod x"],
    ["lone \ud800 and \udc00 halves", "lone and halves"],
    ["\ufffe\uffff\ue000x", "x"],
    ["e\u0301", "é"],
    [`Z${"\u0335".repeat(50)}`, `Z${"\u0335".repeat(3)}`],
    ["👩‍💻 at work", "👩💻 at work"],
    ["   ", ""],
  ])("cleans %j", (text, clean) => {
    expect(plainText(text, 100)).toBe(clean);
  });

  test.each([
    ["hello world", 11, "hello world"],
    ["hello world", 10, "hello wor…"],
    ["hello world", 7, "hello…"],
    ["👍👍👍👍", 6, "👍👍…"],
    ["🇬🇧🇬🇧", 5, "🇬🇧…"],
    ["🇬🇧🇬🇧", 4, "…"],
    ["ab\u0323\u0323\u0323", 3, "a…"],
  ])("cuts %s at %i to %s", (text, max, cut) => {
    expect(plainText(text, max)).toBe(cut);
  });

  test("cuts with the dots it is given", () => {
    expect(plainText("hello world", 8, "...")).toBe("hello...");
  });
});

test("an invisible character does not put a link together again", () => {
  expect(harmlessText("ht\u200btp:/\u200b/evil\u200b.\u200bcom", 100)).toBe("hxxp[:]//evil[.]com");
});

describe("whatever is written", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom("http", "https", "://", ":", ".", "www.", "evil", "com", "рф", "/", "@", "[", "]", "[.]"),
    fc.constantFrom(
      "\u200b",
      "\u202e",
      "\u0000",
      "\ud800",
      "。",
      "．",
      "\n",
      " ",
      "::",
      "%eth0",
      "-",
      "_",
      "…",
    ),
    fc.webUrl(),
    fc.ipV4(),
    fc.ipV6(),
    fc.domain(),
    fc.emailAddress(),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

  test("nothing in the result can be clicked", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 200 }), (raw, max) => {
        expect(links(harmlessText(raw, max))).toEqual([]);
      }),
    );
  });

  test("nothing in the result is invisible, broken or too long", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 200 }), (raw, max) => {
        const result = harmlessText(raw, max);
        expect(result).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|\s\s|^\s|\s$/u);
        expect(result.length).toBeLessThanOrEqual(max);
      }),
    );
  });

  test("a second time changes nothing", () => {
    fc.assert(
      fc.property(text, (raw) => {
        const once = harmlessText(raw, 10_000);
        expect(harmlessText(once, 10_000)).toBe(once);
      }),
    );
  });
});

test.each([
  ["letters", "a"],
  ["dots", "."],
  ["labels", "a."],
  ["colons", ":"],
  ["groups", "a:"],
  ["digits and dots", "1."],
  ["schemes", "http://"],
  ["h", "h"],
  ["slashes", "/"],
  ["marks", "\u0301"],
  ["spaces", " "],
  ["space and invisible", " \u200b"],
  ["broken surrogates", "\ud800"],
  ["percent signs", "1%"],
  ["brackets", "[:]"],
  ["mailto", "mailto:"],
])("a hundred thousand %s take no time", (_name, unit) => {
  const long = unit.repeat(Math.ceil(100_000 / unit.length));
  const started = performance.now();
  harmlessText(long, 200);
  harmlessText(`${long}!`, 1_000_000);
  expect(performance.now() - started).toBeLessThan(1500);
});

test("a masked number tells two people apart and cannot be called", () => {
  expect(mask("+447700900001")).toBe("+44…01");
  expect(mask("12345")).toBe("…");
});

/** What some phone or chat would make a link of: written apart from the code under test. */
function links(text: string): string[] {
  const found =
    text.match(/[a-z][a-z0-9+.-]*:\/\/|\bwww\.[\p{L}\p{N}]|[\p{L}\p{N}]\.\p{L}{2}|\d+\.\d+\.\d+\.\d+/giu) ??
    [];
  const addresses = text.split(/[^\p{L}\p{N}:]+/u).filter((word) => word.includes(":") && isIP(word) !== 0);
  return [...found, ...addresses];
}

// what somebody is called in Slack, as TheHive's comment names them
test.each([
  ["Ann Archer", "Ann Archer"],
  ["![x](https://evil.example/p.png)", "\\!\\[x\\](hxxps\\[:\\]//evil\\[.\\]example/p\\[.\\]png)"],
  ["<img src=x>", "\\<img src=x\\>"],
  ["# Closed by *admin*", "\\# Closed by \\*admin\\*"],
  ["@everyone\n\nAPPROVED", "(at)everyone APPROVED"],
])("a comment names %j without obeying it", (name, shown) => {
  expect(commentText(name)).toBe(shown);
});

test.each([plainText, harmlessText])(
  "a text of ten million characters costs no more than its beginning",
  (shown) => {
    const long = "a.\u200b".repeat(3_500_000);
    let fewest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now();
      expect(shown(long, 200).length).toBeLessThanOrEqual(200);
      fewest = Math.min(fewest, performance.now() - began);
    }
    const began = performance.now();
    shown(long.slice(0, 100_000), 200);
    expect(fewest).toBeLessThan(10 * (performance.now() - began) + 20);
  },
);
