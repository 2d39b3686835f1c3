"""Rules of the register of personal information (個人情報管理台帳), pure."""
