// Opens a backup with other people's libraries and prints what is in it as JSON.
import { readFileSync } from "node:fs";
import { next as Automerge } from "@automerge/automerge";
import { strFromU8, unzipSync } from "fflate";

const files = unzipSync(readFileSync(process.argv[2]));
const named = (name) => {
  const file = files[name];
  if (!file) throw new Error(`${name} is not in the backup, but ${Object.keys(files)}`);
  return file;
};
const open = (name) => Automerge.toJS(Automerge.load(named(name)));
const [publicPart, membersPart] = [open("public.automerge"), open("members.automerge")];

// Every change of the public part, decoded: nothing for members only may ever have been in one.
const history = Automerge.getAllChanges(Automerge.load(named("public.automerge")))
  .map((change) => JSON.stringify(Automerge.decodeChange(change)))
  .join("\n");
const names = Object.values(membersPart.people ?? {}).map((person) => person.name);
// A contact way's fields stand flat in its record: "contacts/<id>/value".
const contacts = Object.values(membersPart.groups ?? {}).flatMap((group) =>
  Object.entries(group).filter(([key]) => /^contacts\/.*\/(value|entered)$/.test(key)).map(([, value]) => value),
);
const secrets = [...names, ...contacts].map(String).filter((value) => value.length > 5);

const json = JSON.parse(strFromU8(named("directory.json")));
console.log(
  JSON.stringify({
    public: publicPart,
    members: membersPart,
    leaks: secrets.filter((secret) => history.includes(secret)),
    secrets: secrets.length,
    json: { names: Object.values(json.public.groups).map((group) => group.name) },
  }, (_key, value) => (typeof value === "bigint" ? Number(value) : value)),
);
