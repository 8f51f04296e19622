/** Characters outside the SMS alphabet and what is sent for them. Accented letters need no entry. */
export const lookAlikes: ReadonlyMap<string, string> = new Map([
  ...each("‘’‚‛′`´ʼʹ", "'"),
  ...each("“”„‟″«»", '"'),
  ...each("‹", "<"),
  ...each("›", ">"),
  ...each("‐‑‒–—―−¬", "-"),
  ...each("•·‣▪●◦∙", "*"),
  ...each("→⇒➜➔", "->"),
  ...each("←⇐", "<-"),
  ...each("¦", "|"),
  ...each("×", "x"),
  ...each("÷⁄∕", "/"),
  ...each("…", "..."),
  ...each("©", "(c)"),
  ...each("®", "(r)"),
  ...each("°", " deg "),
  ...each("\t", " "),
  ...pairs("çc łl ŁL đd ĐD ðd ÐD þth ÞTh œoe ŒOE ıi ħh ĦH ŧt ŦT ŋn ŊN ĸk ſs ẞSS ƒf"),
  ...pairs("αa βb γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo"),
  ...pairs("ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡR ΤT ΥY ΧX"),
  ...pairs("аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch"),
  ...pairs("ъ ыy ь эe юyu яya іi їi єye ґg ўu јj љlj њnj ћc ђdj џdz"),
  ...pairs("АA БB ВV ГG ДD ЕE ЁE ЖZh ЗZ ИI ЙI КK ЛL МM НN ОO ПP РR СS ТT УU ФF ХKh ЦTs ЧCh ШSh ЩShch"),
  ...pairs("Ъ ЫY Ь ЭE ЮYu ЯYa ІI ЇI ЄYe ҐG ЎU ЈJ ЉLj ЊNj ЋC ЂDj ЏDz"),
]);

function each(characters: string, replacement: string): [string, string][] {
  return [...characters].map((character) => [character, replacement]);
}

// "łl œoe": the first character of each word is sent as the rest of it.
function pairs(words: string): [string, string][] {
  return words.split(" ").map((word) => [word.slice(0, 1), word.slice(1)]);
}
