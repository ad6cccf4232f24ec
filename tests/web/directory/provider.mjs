// A ministry's directory for the tests: `node provider.mjs PORT CALLBACK`. It takes any name and password.
import Provider from "oidc-provider";

const [port, callback] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "foedus", client_secret: "illustrative secret of the tests", redirect_uris: [callback] }],
  claims: { openid: ["sub"], profile: ["name", "preferred_username"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: id, preferred_username: id }),
  }),
  pkce: { required: () => true },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
