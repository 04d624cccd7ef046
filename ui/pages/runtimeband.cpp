// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/runtimeband.h"

#include "settings.h"
#include "widgets/elided.h"
#include "widgets/marklabel.h"
#include "widgets/pieces.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QPainter>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The newest Node the functions ask for, "Node 20"; empty: they need none.
QString nodeOf(const QJsonArray &functions)
{
    int newest = -1;
    for (const QJsonValue &function : functions) {
        const QString runtime = function[u"runtime"_s].toString();
        if (runtime.isEmpty() || runtime.startsWith("nodejs"_L1))
            newest = qMax(newest, runtime.mid(6).section(u'.', 0, 0).toInt());
    }
    return newest < 0 ? QString() : newest == 0 ? u"Node"_s : u"Node %1"_s.arg(newest);
}

} // namespace

void useChosenRuntime(const Settings &settings)
{
    const QString folder = settings.text(u"runtime/node"_s);
    const QString paths = qEnvironmentVariable("PATH");
    if (!folder.isEmpty() && !paths.startsWith(folder + QDir::listSeparator()))
        qputenv("PATH", QFile::encodeName(folder + QDir::listSeparator() + paths));
}

RuntimeBand::RuntimeBand(const Theme &theme, Settings &settings, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_settings(settings)
{
    setFixedHeight(40);
    auto *mark = new MarkLabel(theme);
    mark->setSymbol(u"problems"_s, Token::StFlaky);
    m_words = new Elided(theme, Theme::TypeLevel::Body, Token::T1);
    Button *choose = makeButton(theme, u"folder"_s, tr("Choose program…"));
    choose->setSize(Button::Size::Small);
    connect(choose, &Button::clicked, this, [this] {
        const QString program = QFileDialog::getOpenFileName(this, tr("The program “node”"));
        if (!program.isEmpty())
            this->choose(program);
    });
    Button *again = makeButton(theme, u"rerun"_s, tr("Look again"));
    again->setSize(Button::Size::Small);
    connect(again, &Button::clicked, this, &RuntimeBand::look);
    Button *copy = makeButton(theme, u"copy"_s, tr("Copy install command"));
    copy->setSize(Button::Size::Small);
    copy->setToolTip(u"sudo apt install nodejs"_s);
    connect(copy, &Button::clicked, this, [] { QGuiApplication::clipboard()->setText(u"sudo apt install nodejs"_s); });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 1);
    layout->setSpacing(8);
    layout->addWidget(mark);
    layout->addWidget(m_words, 1);
    layout->addWidget(choose);
    layout->addWidget(copy);
    layout->addWidget(again);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void RuntimeBand::setFunctions(const QJsonArray &functions)
{
    m_functions = functions;
    look();
}

void RuntimeBand::choose(const QString &program)
{
    const QFileInfo file(program);
    if (file.completeBaseName() != "node"_L1 || !file.isExecutable()) {
        m_words->setText(tr("%1 is not a program called “node”. Choose the one Node's archive has in bin/.").arg(file.fileName()));
        return;
    }
    m_settings.setText(u"runtime/node"_s, file.absolutePath());
    useChosenRuntime(m_settings);
    look();
}

void RuntimeBand::look()
{
    const QString node = nodeOf(m_functions);
    const bool missing = !node.isEmpty() && QStandardPaths::findExecutable(u"node"_s).isEmpty();
    if (missing)
        m_words->setText(tr("This project's handlers need %1; it was not found on the PATH.").arg(node));
    setVisible(missing);
}

void RuntimeBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::TintFlaky));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::Line));
}

} // namespace greenroom
