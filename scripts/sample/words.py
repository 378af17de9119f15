"""Texts of tickets: what breaks, what is asked for, what is changed."""

# per service: category, subcategory, configuration item, short description
INCIDENTS = {
    "EML": [("Email", "Delivery", "mx-gw-{n}", "Mail to outside addresses is delayed"), ("Email", "Client", "outlook", "Outlook asks for the password again and again"),
            ("Email", "Mailbox", "mbx-db-{n}", "Mailbox full, cannot send"), ("Email", "Calendar", "mbx-db-{n}", "Meeting invitations show the wrong time"),
            ("Email", "Shared mailbox", "mbx-db-{n}", "Shared mailbox of the unit does not open"), ("Email", "Client", "outlook", "Search finds nothing older than a week"),
            ("Email", "Delivery", "mx-gw-{n}", "Attachment \"orders.pdf\" rejected, 25 MB limit"), ("Email", "Mobile", "eas-{n}", "Phone does not synchronise mail")],
    "NET": [("Network", "Wired", "sw-{n}", "No network in room {room}"), ("Network", "Wireless", "ap-{n}", "Wireless drops every few minutes in building {b}"),
            ("Network", "Wide area", "rtr-hp-{n}", "Harrow Point slow since this morning"), ("Network", "Remote access", "vpn-{n}", "VPN connects, but no shares are reachable"),
            ("Network", "Name resolution", "dns-{n}", "Host names of the annex are not resolved"), ("Network", "Firewall", "fw-{n}", "Partner site blocked by firewall"),
            ("Network", "Telephony", "voip-{n}", "Desk phone shows \"registering\"")],
    "IDM": [("Access", "Password", "dir-{n}", "Account locked after leave"), ("Access", "Smart card", "pki-{n}", "Smart card not recognised at log-on"),
            ("Access", "Single sign-on", "sso-{n}", "Portal returns to the log-on page"), ("Access", "Privileged", "pam-{n}", "Privileged session ends after one minute"),
            ("Access", "Directory", "dir-{n}", "Name change not shown in the directory"), ("Access", "Certificate", "pki-{n}", "Certificate warning on internal site")],
    "VDI": [("Desktop", "Session", "vdi-{n}", "Virtual desktop freezes, mouse moves"), ("Desktop", "Log-on", "vdi-{n}", "Log-on to virtual desktop takes ten minutes"),
            ("Desktop", "Profile", "prof-{n}", "Desktop starts with an empty profile"), ("Desktop", "Printing", "vdi-{n}", "Printer missing in virtual desktop"),
            ("Desktop", "Multimedia", "vdi-{n}", "No sound in meetings from the virtual desktop")],
    "COL": [("Collaboration", "Files", "fs-{n}", "Files on drive P: are read-only"), ("Collaboration", "Site", "site-{n}", "Team site gives an error when saving"),
            ("Collaboration", "Meeting", "meet-{n}", "Partners cannot join the meeting"), ("Collaboration", "Chat", "chat-{n}", "Chat messages arrive late"),
            ("Collaboration", "Files", "fs-{n}", "Deleted folder \"Übung Nord\" needed back"), ("Collaboration", "Files", "fs-{n}", "Cannot open file, locked by another user")],
    "LOG": [("Application", "Planning", "log-app-{n}", "Plan cannot be saved, error LP-{c}"), ("Application", "Reports", "log-rep-{n}", "Movement report shows yesterday's figures"),
            ("Application", "Interface", "log-if-{n}", "Stock import of the night did not run"), ("Application", "Map", "log-map-{n}", "Map tiles are missing north of the river"),
            ("Application", "Access", "log-app-{n}", "Planner role missing after transfer")],
    "DSK": [("Hardware", "Laptop", "lt-{c}", "Laptop does not start, fan runs"), ("Hardware", "Monitor", "mon-{c}", "Monitor flickers"),
            ("Hardware", "Docking", "dock-{c}", "Docking station does not charge"), ("Software", "Office", "office", "Word crashes when printing labels"),
            ("Software", "Browser", "browser", "Browser shows old version of the intranet"), ("Hardware", "Peripheral", "kb-{c}", "Keyboard wet, some keys dead"),
            ("Hardware", "Laptop", "lt-{c}", "Battery empty after one hour")],
    "HST": [("Server", "Virtual server", "vs-{n}", "Server {ci} not reachable"), ("Server", "Storage", "san-{n}", "Disk full alarm on {ci}"),
            ("Server", "Backup", "bkp-{n}", "Backup job of the night failed"), ("Server", "Database", "db-{n}", "Database of the training roster slow"),
            ("Server", "Monitoring", "mon-srv-{n}", "Monitoring shows no data for {ci}")],
}
INCIDENT_WEIGHTS = [("DSK", 24), ("EML", 17), ("IDM", 17), ("NET", 13), ("COL", 11), ("VDI", 9), ("LOG", 5), ("HST", 4)]

DETAILS = ["Caller tried a restart, no change.", "Happens since the weekend.", "Only this user is affected, colleague next door works.", "Needed for a briefing at 14:00.",
           "Error text noted by the caller: \"operation timed out\".", "Several users of the unit report the same.", "Works from home, not in the office.",
           "Screenshot attached.", "Caller is on travel, call back after 16:00.", "Same as last week, then solved by itself.", "", ""]
WORK = ["Checked with caller, reproduced.", "Remote session with user.", "Logs collected.", "Handed to second line.", "Service restarted.", "Setting corrected.",
        "Part exchanged on site.", "User confirmed.", "Cache cleared, profile rebuilt.", "Known error applied, workaround given.", "Monitoring shows green since."]
CLOSE = [("Solved (Permanently)", "Setting corrected, user confirmed"), ("Solved (Permanently)", "Part exchanged"), ("Solved (Work Around)", "Workaround given, see knowledge"),
         ("Solved Remotely (Permanently)", "Solved in remote session"), ("Solved (Permanently)", "Service restarted, cause under review"),
         ("Not Reproducible", "Could not be reproduced, user agrees to close")]

CALLERS = ["Aaliyah Grant", "Adam Söderberg", "Agnieszka Nowak", "Aiko Tanabe", "Alejandra Núñez", "Alfred Boone", "Amélie Fontaine", "Anders Holm", "Angela Reyes",
           "Anton Březina", "Ashley Coleman", "Bao Nguyễn", "Barbara Quill", "Benedikt Groß", "Brenda Yazzie", "Carlos Ibarra", "Catherine Doyle", "Chidi Eze",
           "Claire Dubois", "Craig Sutherland", "Dagny Olsen", "Daria Ionescu", "Darnell Hughes", "Deborah Lutz", "Diego Fernández", "Dorothy Crane", "Eino Mäkinen",
           "Elena Rossi", "Elijah Banks", "Emma Thorvaldsen", "Erik Jónsson", "Esther Kimani", "Farah Siddiqui", "Felix Zimmermann", "Gareth Pugh", "Gloria Mendoza",
           "Grant Wallace", "Gülşen Kaya", "Harold Finch", "Ibrahim Diallo", "Irina Sokolova", "Isabel Ramírez", "Ivan Horvat", "Jacqueline Roux", "James Okoye",
           "Jennifer Stone", "Jiří Dvořák", "Joan Fletcher", "Karin Lindgren", "Kenji Mori", "Kirsten Abel", "Laura Bianchi", "Leroy Adkins", "Lucía Ortega",
           "Łukasz Zieliński", "Magnus Åberg", "Margaret Hayes", "Mateo Silva", "Maureen O'Shea", "Michelle Tran", "Mikael Nyström", "Nancy Whitehorse", "Nikolai Popov",
           "Noémi Szabó", "Olivia Hart", "Paulo Teixeira", "Petra Novotná", "Quentin Marsh", "Rafael Castillo", "Renate Vogel", "Rosa Jiménez", "Samuel Adeleke",
           "Sean Kavanagh", "Siobhán Walsh", "Stefan Müller", "Tatiana Orlova", "Terry Blackwood", "Tomás Rivera", "Ursula Keller", "Valentina Conti", "Walter Simmons",
           "Yasmin Haddad", "Yvonne Leblanc", "Zoltán Kovács"]

REQUESTS = {   # service: catalogue item, category, approval needed, days
    "IDM": [("New user account", "Access", True, 3), ("Access to a shared folder", "Access", True, 3), ("Renew smart card", "Access", False, 5), ("Close account of a leaver", "Access", False, 1),
            ("Privileged access", "Access", True, 5)],
    "DSK": [("Standard laptop", "Equipment", True, 10), ("Second monitor", "Equipment", True, 8), ("Standard software", "Software", False, 3), ("Move of a workplace", "Move", False, 7),
            ("Loan equipment", "Equipment", False, 4)],
    "EML": [("Shared mailbox", "Email", True, 4), ("Distribution list", "Email", False, 3), ("Mailbox quota", "Email", True, 3)],
    "NET": [("Network socket", "Network", True, 10), ("Remote access", "Network", True, 3), ("Guest wireless", "Network", False, 1)],
    "VDI": [("Virtual desktop", "Desktop", True, 5)],
    "COL": [("Team site", "Collaboration", True, 5), ("Meeting room equipment", "Collaboration", False, 4), ("Restore of files", "Collaboration", False, 2)],
    "LOG": [("Planner role", "Application", True, 4), ("Training place", "Application", False, 10)],
    "HST": [("Virtual server", "Server", True, 10), ("Database", "Server", True, 10), ("Restore of a server", "Server", True, 2)],
}
REQUEST_WEIGHTS = [("IDM", 32), ("DSK", 28), ("EML", 10), ("COL", 10), ("NET", 8), ("VDI", 5), ("LOG", 4), ("HST", 3)]

CHANGES = {   # service: title, category, model of a standard change or ""
    "EML": [("Monthly security updates of mail servers", "Server", "DOC-SCM-PATCH"), ("New transport rule for partner domain", "Configuration", ""), ("Replace mail gateway {n}", "Hardware", ""),
            ("Renew certificate of mail gateway", "Configuration", "DOC-SCM-CERT")],
    "NET": [("Firewall rule for {b}", "Configuration", ""), ("Replace access switch in building {b}", "Hardware", ""), ("Firmware of wireless controllers", "Software", ""),
            ("Patch socket in room {room}", "Configuration", "DOC-SCM-PORT"), ("New line to Harrow Point", "Hardware", "")],
    "IDM": [("Update of the directory servers", "Software", "DOC-SCM-PATCH"), ("New claim for single sign-on", "Configuration", ""), ("Renew certificate of the sign-on service", "Configuration", "DOC-SCM-CERT"),
            ("Change of the password policy", "Configuration", "")],
    "VDI": [("New image for virtual desktops", "Software", ""), ("Monthly updates of virtual desktop hosts", "Server", "DOC-SCM-PATCH"), ("More graphics memory for pool {n}", "Configuration", "")],
    "COL": [("Extend file share {n}", "Configuration", "DOC-SCM-DISK"), ("Update of team sites", "Software", ""), ("Retention rule for meeting recordings", "Configuration", "")],
    "LOG": [("Release {n} of the logistics planner", "Software", ""), ("Correction LP-{c} for the logistics planner", "Software", ""), ("New import for stock numbers", "Software", "")],
    "DSK": [("Monthly updates of workstations", "Software", "DOC-SCM-PATCH"), ("New driver package for docking stations", "Software", ""), ("Office update for pilot group", "Software", "")],
    "HST": [("Monthly updates of servers", "Server", "DOC-SCM-PATCH"), ("More disk for vs-{n}", "Configuration", "DOC-SCM-DISK"), ("Move of virtual servers to host {n}", "Server", ""),
            ("Database update on db-{n}", "Software", ""), ("Exchange of backup tape robot", "Hardware", "")],
}
CHANGE_WEIGHTS = [("HST", 22), ("NET", 20), ("DSK", 14), ("EML", 12), ("IDM", 12), ("COL", 8), ("VDI", 7), ("LOG", 5)]

PROBLEMS = {   # service: title, root cause, possible actions, workaround, resolution
    "EML": [("Password prompts after update", "Token cache damaged by the client update", "Roll back or clear the cache by script", "Delete the saved credential", "Script deployed that clears the cache"),
            ("Queue builds up on one gateway", "Load balancer keeps sessions on one node", "Change of the balancing method", "Move sessions by hand", "Balancing method changed")],
    "NET": [("Wireless drops in older buildings", "Access points on the same channel", "New channel plan or more access points", "Use the wired network", "Channel plan changed"),
            ("Switches restart under load", "Fault in firmware 7.2", "Update of the firmware", "Reduce mirrored traffic", "Firmware updated to 7.4")],
    "IDM": [("Smart cards not read after standby", "Driver loses the reader", "New driver or disable standby", "Reinsert the card", "Driver replaced"),
            ("Accounts lock without wrong password", "Old phone keeps an expired password", "Instruction for users; shorter retry", "Remove the account from the phone", "Retry limit changed")],
    "VDI": [("Slow log-on on Mondays", "Profiles are scanned at first log-on", "Exclude profiles from the scan", "Log on before 07:00", "Scan moved to the night"),
            ("Sessions freeze", "Graphics memory too small", "More memory per session", "Use one screen", "Memory per session doubled")],
    "COL": [("Files locked after crash", "Lock is kept for eight hours", "Shorten the time of locks", "Desk releases the lock", "Locks end after ten minutes"),
            ("Guests cannot join meetings", "Partner certificates are not trusted", "Add the partner authority", "Join by phone", "Authority added")],
    "LOG": [("Import fails at month end", "Two jobs use the same table", "Shift one job", "Start the import again", "Jobs run one after the other"),
            ("Plan cannot be saved with many routes", "Limit of 500 routes in the form", "Correction by the supplier", "Split the plan", "Correction LP-311 installed")],
    "DSK": [("Docking stations do not charge", "Faulty series of power supplies", "Exchange of the series", "Use the second port", "Series exchanged under warranty"),
            ("Label printing crashes the text program", "Old printer driver", "New driver package", "Print from the file manager", "Driver package replaced")],
    "HST": [("Backup misses its window", "Tape robot slows down", "Exchange of the robot or disk backup", "Start jobs two hours earlier", "Robot exchanged"),
            ("Disk alarms come too late", "Threshold set per disk, not per volume", "Change of thresholds", "Daily look by hand", "Thresholds changed")],
}
