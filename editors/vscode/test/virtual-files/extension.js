// A folder that lies on no disk, under the scheme of VS Code's own virtual workspaces.
const vscode = require('vscode');

const files = new Map([
  ['/room/policy-ls.toml', 'format = 1\nsources = ["sources"]\n'],
  ['/room/brief.md', '# A brief\n\nThe Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2002.\n'],
]);
const { File, Directory } = vscode.FileType;

const changes = new vscode.EventEmitter();

const provider = {
  onDidChangeFile: changes.event,
  watch: () => new vscode.Disposable(() => {}),
  stat({ path }) {
    const text = files.get(path);
    if (text !== undefined) return { type: File, ctime: 0, mtime: 0, size: text.length };
    if (path === '/' || path === '/room') return { type: Directory, ctime: 0, mtime: 0, size: 0 };
    throw vscode.FileSystemError.FileNotFound(path);
  },
  readDirectory: ({ path }) => (path === '/room' ? [...files.keys()].map(it => [it.slice('/room/'.length), File]) : [['room', Directory]]),
  readFile({ path }) {
    const text = files.get(path);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return Buffer.from(text);
  },
  writeFile(uri, content) {
    const type = files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    files.set(uri.path, Buffer.from(content).toString());
    changes.fire([{ type, uri }]);
  },
  createDirectory() {},
  delete() {},
  rename() {},
};

exports.activate = context => {
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('vscode-vfs', provider));
};
