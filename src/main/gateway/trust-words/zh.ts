import { ROOT_FILE_NAME, type TrustWords } from '../trust-page-words';

export const words: TrustWords = {
  title: '信任此 Taktline',
  lead: '本设备有自己的证书颁发机构。屏幕只需信任一次其根证书，便可确定是在与本设备通信，网络上任何人都无法读取或更改其显示的内容。根证书只为本设备的名称和私有地址作保，别无其他。',
  download: '1. 下载根证书',
  open: '3. 打开屏幕',
  install: '2. 按下面您系统的步骤安装。安装前，请将其 SHA-256 指纹与设备自身屏幕上“网络”中的指纹核对：',
  warns: '如果浏览器仍然警告，说明根证书尚未安装：不要越过警告，请回到此处。',
  steps: {
    windows: {
      system: 'Windows（Edge、Chrome）',
      steps: [
        '下载根证书并打开文件。',
        '点击“安装证书”，选择“本地计算机”（适用于所有用户，需要管理员）或“当前用户”，下一步。',
        '选择“将所有的证书都放入下列存储”，浏览，“受信任的根证书颁发机构”，确定，下一步，完成；确认。',
        '关闭浏览器后重新打开。',
        `多台计算机：使用组策略，或以管理员身份运行：certutil -addstore -f Root ${ROOT_FILE_NAME}`,
      ],
    },
    android: {
      system: 'Android（Chrome）',
      steps: [
        '下载根证书。',
        '打开设置、安全和隐私、更多安全设置、加密与凭据、安装证书、CA 证书。（各厂商菜单名称略有不同；在设置中搜索“CA 证书”即可找到。）',
        `点击“仍然安装”，解锁屏幕，在下载内容中选择 ${ROOT_FILE_NAME}。必须已设置锁屏。`,
      ],
    },
    apple: {
      system: 'iPhone 和 iPad',
      steps: [
        '在 Safari 中打开本页，下载根证书并允许。',
        '打开设置、通用、VPN 与设备管理、已下载的描述文件，点击安装。',
        '打开设置、通用、关于本机、证书信任设置，开启该根证书。缺少这一步则不会生效。',
      ],
    },
    mac: {
      system: 'macOS（Safari、Chrome）',
      steps: [
        '下载根证书并打开文件：“钥匙串访问”询问位置时选择“系统”。',
        '按名称找到它，打开，展开“信任”，将“使用此证书时”设为“始终信任”。',
        '关闭窗口并输入密码。',
      ],
    },
    linux: {
      system: 'Linux（Chrome、Chromium）',
      steps: [
        'Chrome 和 Chromium 有自己的列表：设置、隐私和安全、安全、管理证书、由您安装、受信任的证书、导入。',
        `或在终端中（Debian 软件包 libnss3-tools）：certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Taktline -i ${ROOT_FILE_NAME}`,
        `用于 curl 及其他程序：sudo cp ${ROOT_FILE_NAME} /usr/local/share/ca-certificates/ && sudo update-ca-certificates`,
      ],
    },
    firefox: {
      system: 'Firefox（任何系统）',
      steps: [
        '打开设置、隐私与安全、证书、查看证书、“证书颁发机构”选项卡，点击导入。',
        '选择下载的根证书，勾选“信任由此证书颁发机构来标识网站”。',
      ],
    },
  },
};
