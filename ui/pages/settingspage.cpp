// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/settingspage.h"

#include "actions.h"
#include "settings.h"
#include "widgets/pieces.h"
#include "workspace.h"

#include <QButtonGroup>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QUrl>
#include <QVBoxLayout>

#include <iterator>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

struct Library
{
    const char *name;
    const char *license;
    const char *use;
};

// What the program is built on, with its licence.
constexpr Library libraries[] = {
    { "Qt 6", "LGPL-3.0-only", QT_TRANSLATE_NOOP("Library", "window, sockets, database") },
    { "yaml-cpp", "MIT", QT_TRANSLATE_NOOP("Library", "project and suite files") },
    { "gumbo", "Apache-2.0", QT_TRANSLATE_NOOP("Library", "reading pages") },
    { "libxml2", "MIT", QT_TRANSLATE_NOOP("Library", "XPath and CSS selectors") },
    { "OpenSSL", "Apache-2.0", QT_TRANSLATE_NOOP("Library", "the local certificate") },
    { "Boost.Beast", "BSL-1.0", QT_TRANSLATE_NOOP("Library", "reading HTTP heads") },
};

} // namespace

SettingsPage::SettingsPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
{
    const Theme &theme = workspace.theme;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("Settings")));
    layout->addSpacing(8);
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Colours")));
    auto *choices = new QButtonGroup(this);
    const QStringList words { tr("As the system"), tr("Light"), tr("Dark"), tr("High contrast") };
    for (int i = 0; i < words.size(); ++i) {
        auto *choice = new QRadioButton(words[i]);
        choice->setChecked(int(workspace.settings.themeChoice()) == i);
        choices->addButton(choice, i);
        layout->addWidget(choice);
    }
    connect(choices, &QButtonGroup::idClicked, this, [&workspace](int id) {
        workspace.settings.setThemeChoice(Settings::ThemeChoice(id));
        workspace.theme.setVariant(workspace.settings.variant());
    });
    layout->addSpacing(16);
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Data")));
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2,
                                tr("Runs, messages and logs are kept on this computer, readable by you only.")));
    auto *row = new QHBoxLayout;
    QLabel *folder = makeLabel(theme, Theme::TypeLevel::Mono, Token::T1, workspace.actions.dataFolder());
    folder->setTextInteractionFlags(Qt::TextSelectableByMouse);
    Button *show = makeButton(theme, u"open-external"_s, tr("Show folder"));
    show->setSize(Button::Size::Small);
    connect(show, &Button::clicked, this, [&workspace] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(workspace.actions.dataFolder()));
    });
    row->addWidget(folder);
    row->addWidget(show);
    row->addStretch();
    layout->addLayout(row);
    layout->addSpacing(16);
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Licences")));
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2, tr("Greenroom %1, GPL-3.0-or-later. It is built on:").arg(QLatin1StringView(GREENROOM_VERSION))));
    for (const Library &library : libraries)
        layout->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2,
                                    u"%1 · %2 · %3"_s.arg(QLatin1StringView(library.name), QLatin1StringView(library.license),
                                                          QCoreApplication::translate("Library", library.use))));
    layout->addStretch();
}

} // namespace greenroom
